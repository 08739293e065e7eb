package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.RunningBrowserLogin.Outcome;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.WriteStep;
import io.github.basetenci.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunningBrowserLoginTest {
  /** Long enough for every machine, for what is to happen. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** For what is not to happen. */
  private static final Duration BRIEF = Duration.ofMillis(50);

  @TempDir private Path home;

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private Thread thread = new Thread();

  /** The thread of a login that was cancelled waits for the end of its process. */
  @AfterEach
  void end() {
    goOn.countDown();
    Await.until(
        "the end of the login",
        () -> {
          thread.interrupt();
          return !thread.isAlive();
        });
  }

  @Test
  void withoutALoginNothingIsCancelled() {
    assertThat(RunningBrowserLogin.cancel(PATIENCE)).isEqualTo(Outcome.NOT_RUNNING);
  }

  @ParameterizedTest
  @EnumSource
  void theSessionsBeforeTheInterruptedOneAreEndedBeforeTheProcess(StoreKind store) {
    start(store, null, new StoreFiles());

    assertThat(RunningBrowserLogin.cancel(PATIENCE)).isEqualTo(Outcome.ENDED);

    assertThat(events)
        .isEqualTo(
            store == StoreKind.TRUSS
                ? List.of("asked for TRUSS")
                : List.of("confirmed for TRUSS", "asked for BASETEN", "ended for TRUSS"));
    assertThat(home).isEmptyDirectory();
    Await.until(
        "the login has gone", () -> RunningBrowserLogin.cancel(PATIENCE) == Outcome.NOT_RUNNING);
    assertThat(thread.isAlive()).as("the login says nothing beside the signal").isTrue();
  }

  @Test
  void aSessionWhoseEndIsNotKnownInTimeIsTold() {
    start(StoreKind.BASETEN, StoreKind.TRUSS, new StoreFiles());

    assertThat(RunningBrowserLogin.cancel(BRIEF)).isEqualTo(Outcome.UNKNOWN);
    assertThat(events).last().isEqualTo("ends for TRUSS");
  }

  @Test
  void aLoginThatIsBeingStoredIsStored() throws Exception {
    start(
        null,
        null,
        new StoreFiles(
            step -> {
              if (step == WriteStep.AFTER_FSYNC) {
                block();
              }
            }));
    FutureTask<Outcome> cancel = new FutureTask<>(() -> RunningBrowserLogin.cancel(PATIENCE));
    Thread signal = new Thread(cancel);
    signal.start();
    Await.until("the signal waits", () -> signal.getState() == Thread.State.TIMED_WAITING);

    goOn.countDown();

    assertThat(cancel.get()).isEqualTo(Outcome.STORED);
    assertThat(events).containsExactly("confirmed for TRUSS", "confirmed for BASETEN");
    assertThat(stores(new StoreFiles()).read().authJson().session("me")).isPresent();
    assertThat(stores(new StoreFiles()).read().trussrc().session("me")).isPresent();
  }

  @Test
  void aLoginThatIsStoredIsNotRunning() throws Exception {
    goOn.countDown();
    start(null, null, new StoreFiles());
    Await.until("the end of the login", () -> !thread.isAlive());

    assertThat(RunningBrowserLogin.cancel(PATIENCE)).isEqualTo(Outcome.NOT_RUNNING);
  }

  /**
   * Starts a login, and waits until it blocks.
   *
   * @param asked the store at whose confirmation it blocks, or null
   * @param discarded the store at the end of whose session it blocks, or null
   */
  private void start(@Nullable StoreKind asked, @Nullable StoreKind discarded, StoreFiles files) {
    Login.SessionSource source =
        new Login.SessionSource() {
          @Override
          public OAuthSession session(RemoteUrl url, StoreKind store) throws InterruptedException {
            if (store == asked) {
              events.add("asked for " + store);
              blocked.countDown();
              goOn.await();
            }
            events.add("confirmed for " + store);
            return tokens(store);
          }

          @Override
          public void discard(RemoteUrl url, StoreKind store, OAuthSession session) {
            if (store == discarded) {
              events.add("ends for " + store);
              block();
            }
            events.add("ended for " + store);
          }
        };
    Environment environment = new Environment(Map.of());
    Login login =
        new Login(
            environment,
            new SourceNames("profile", "remote", "remote URL"),
            stores(files),
            new ManagementClients(
                environment,
                TestHttp.transport(),
                Deadline.after(PATIENCE, System::nanoTime),
                time -> {},
                note -> {}));
    Login.Request request =
        new Login.Request(
            new Login.StoredNames("me", "me", null),
            null,
            null,
            EnumSet.allOf(StoreKind.class),
            true,
            Login.Check.NONE);
    thread =
        new Thread(
            () -> {
              try {
                login.runByBrowser(request, source);
              } catch (Exception e) {
                events.add(e.getClass().getSimpleName());
              }
              blocked.countDown();
            });
    thread.start();
    Await.until("the login waits", () -> blocked.getCount() == 0);
  }

  /** As a call to a server, this cannot be interrupted. */
  private void block() {
    blocked.countDown();
    while (goOn.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private Stores stores(StoreFiles files) {
    return new Stores(StorePaths.of(Map.of("HOME", home.toString()), "Linux"), files, key -> {});
  }

  private static OAuthSession tokens(StoreKind store) {
    try {
      return new OAuthSession(
          AccessToken.of("access-" + store),
          OAuthGrant.of("refresh-" + store),
          Instant.parse("2030-01-01T00:00:00Z"));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
