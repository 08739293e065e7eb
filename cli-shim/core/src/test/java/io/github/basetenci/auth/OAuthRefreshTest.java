package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.WriteStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When the tokens of a login by browser are renewed, by a clock that stands still. */
class OAuthRefreshTest {
  private static final Instant END = Instant.parse("2026-11-30T09:00:00Z");
  private static final String ANSWER =
      "{\"access_token\":\"next-access\",\"refresh_token\":\"next-refresh\",\"expires_in\":3600}";

  @TempDir private Path home;
  @AutoClose private Sandbox sandbox;

  @BeforeEach
  void begin() throws Exception {
    sandbox = Sandbox.start();
    LoginPlan plan =
        new LoginPlan(
            "me",
            "me",
            null,
            RemoteUrl.parse(sandbox.url().toString()),
            new LoginCredential.Session(
                new OAuthSession(AccessToken.of("access"), OAuthGrant.of("refresh"), END)),
            null,
            true);
    stores()
        .update(
            EnumSet.allOf(StoreKind.class),
            now -> new Stores.Contents(plan.applyTo(now.trussrc()), plan.applyTo(now.authJson())));
  }

  @ParameterizedTest
  @CsvSource({
    "TRUSS, 61, false",
    "TRUSS, 60, true",
    "TRUSS, 0, true",
    "TRUSS, -86400, true",
    "BASETEN, 11, false",
    "BASETEN, 10, true",
    "BASETEN, -86400, true"
  })
  void eachToolHasItsLeeway(StoreKind store, long secondsLeft, boolean renewed) throws Exception {
    answer();

    ActiveLogin fresh = refresh(END.minusSeconds(secondsLeft)).fresh(login(store));

    assertThat(fresh.credential().secret().reveal()).isEqualTo(renewed ? "next-access" : "access");
    assertThat(sandbox.requests()).hasSize(renewed ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void aCommandMayWantATokenThatLivesLonger(StoreKind store) throws Exception {
    answer();
    OAuthRefresh refresh = refresh(END.minusSeconds(299));

    assertThat(refresh.fresh(login(store)).credential().secret().reveal()).isEqualTo("access");
    assertThat(refresh.fresh(login(store), Duration.ofMinutes(5)).credential().secret().reveal())
        .isEqualTo("next-access");
  }

  @ParameterizedTest
  @EnumSource
  void theNewPairIsWrittenBeforeItIsUsedAndTheSourceIsKept(StoreKind store) throws Exception {
    answer();
    ActiveLogin before = login(store);

    ActiveLogin fresh = refresh(END).fresh(before);

    assertThat(login(store).credential()).isEqualTo(fresh.credential());
    assertThat(fresh.sourceName()).isEqualTo(before.sourceName());
    assertThat(fresh.credential())
        .isEqualTo(
            new LoginCredential.Session(
                new OAuthSession(
                    AccessToken.of("next-access"),
                    OAuthGrant.of("next-refresh"),
                    END.plusSeconds(3600))));
  }

  @Test
  void aPairThatAnotherRunHasRenewedIsTakenFromTheStore() throws Exception {
    ActiveLogin old = login(StoreKind.TRUSS);
    answer();
    refresh(END).fresh(old);

    ActiveLogin fresh = refresh(END).fresh(old);

    assertThat(fresh.credential().secret().reveal()).isEqualTo("next-access");
    assertThat(sandbox.requests()).hasSize(1);
  }

  @Test
  void theTokensGoWithTheUrlThatTheStoreHasNow() throws Exception {
    ActiveLogin now = login(StoreKind.TRUSS);
    ActiveLogin stale =
        new ActiveLogin(
            now.source(),
            now.sourceName(),
            now.store(),
            now.name(),
            RemoteUrl.DEFAULT,
            now.authType(),
            now.credential());
    answer();

    ActiveLogin fresh = refresh(END).fresh(stale);

    assertThat(fresh.credential().secret().reveal()).isEqualTo("next-access");
    assertThat(fresh.url()).isEqualTo(now.url());
  }

  @Test
  void aLoginThatIsAKeyNowIsTakenAsItIs() throws Exception {
    ActiveLogin old = login(StoreKind.TRUSS);
    Files.writeString(
        home.resolve(".trussrc"),
        "[me]\nremote_provider = baseten\nremote_url = " + sandbox.url() + "\napi_key = a.b\n");

    assertThat(refresh(END).fresh(old).requireKey().reveal()).isEqualTo("a.b");
    assertThat(sandbox.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noRefreshTokenIsSpentIfItsSuccessorCouldNotBeStored(StoreKind store) throws Exception {
    answer();
    ActiveLogin old = login(store);
    Path file = stores().path(store);
    // A file cannot be moved onto a directory, as it cannot be moved onto a mount point.
    StoreFiles files = new StoreFiles(step -> block(step, file));

    assertThatThrownBy(() -> refresh(END, stores(files)).fresh(old))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("replace");
    assertThat(sandbox.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRefreshRunsUntilTheNewPairIsStored(StoreKind store) throws Exception {
    answer();
    ActiveLogin old = login(store);
    Map<Integer, Boolean> seen = new LinkedHashMap<>();
    StoreFiles files =
        new StoreFiles(
            step -> {
              if (step == WriteStep.AFTER_FSYNC) {
                seen.put(sandbox.requests().size(), RunningRefreshes.any());
              }
            });

    refresh(END, stores(files)).fresh(old);

    assertThat(seen).containsExactly(Map.entry(0, false), Map.entry(1, true));
    assertThat(RunningRefreshes.any()).isFalse();
  }

  private static void block(WriteStep step, Path file) {
    try {
      if (step == WriteStep.AFTER_FSYNC && Files.deleteIfExists(file)) {
        Files.createDirectories(file.resolve("below"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailureTellsNoToken() throws Exception {
    sandbox.fault(Fault.status("POST", "/v1/", 400, "{\"error\":\"refresh and access\"}"));

    assertThatThrownBy(() -> refresh(END).fresh(login(StoreKind.TRUSS)))
        .isInstanceOf(AuthException.class)
        .hasMessageContaining("could not be renewed");
    assertThat(login(StoreKind.TRUSS).credential().secret().reveal()).isEqualTo("access");
  }

  private void answer() {
    sandbox.fault(Fault.status("POST", "/v1/users/auth/device/token", 200, ANSWER));
  }

  private OAuthRefresh refresh(Instant now) {
    return refresh(now, stores());
  }

  private static OAuthRefresh refresh(Instant now, Stores stores) {
    ManagementClients clients =
        new ManagementClients(
            new Environment(Map.of()),
            TestHttp.transport(),
            Deadline.after(Duration.ofHours(1), System::nanoTime),
            time -> {},
            note -> {});
    return new OAuthRefresh(stores, clients, () -> now, time -> {});
  }

  private ActiveLogin login(StoreKind store) throws Exception {
    Stores.Contents contents = stores().read();
    return store == StoreKind.TRUSS
        ? ActiveLogins.ofRemote("me", contents)
        : ActiveLogins.ofProfile("me", contents);
  }

  private Stores stores() {
    return stores(new StoreFiles());
  }

  private Stores stores(StoreFiles files) {
    return new Stores(StorePaths.of(Map.of("HOME", home.toString()), "Linux"), files, key -> {});
  }
}
