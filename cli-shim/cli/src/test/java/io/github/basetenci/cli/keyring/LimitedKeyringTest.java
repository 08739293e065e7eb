package io.github.basetenci.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedKeyringTest {
  private static final KeyringEntry ME = BasetenKeyring.entry("me");
  private static final Unavailable LATE =
      new Unavailable(Unavailable.Kind.FAILED, "the keyring did not answer within 2 seconds");

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void afterACallThatIsNotAnsweredNoOtherIsMade() {
    CountDownLatch never = new CountDownLatch(1);
    // The clock stands, so that the limit is one of two seconds, and the first wait is a short one.
    Keyring keyring = limited(new Hanging(never), Duration.ofSeconds(2), new AtomicLong());

    assertThat(keyring.read(ME)).isEqualTo(LATE);
    for (int i = 0; i < 100; i++) {
      assertThat(keyring.write(ME, "abc.def")).contains(LATE);
      assertThat(keyring.delete(ME)).contains(LATE);
    }
    assertThat(calls).hasValue(1);
    never.countDown();
  }

  @Test
  void aCallThatIsNotAnsweredIsBrokenOff() {
    CountDownLatch closed = new CountDownLatch(1);
    Keyring keyring =
        limited(
            new Hanging(closed) {
              @Override
              public void close() {
                closed.countDown();
              }
            },
            Duration.ofSeconds(2),
            new AtomicLong());

    assertThat(keyring.write(ME, "abc.def")).contains(LATE);
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void allCallsTogetherHaveOneLimit() {
    AtomicLong time = new AtomicLong();
    List<String> asked = new ArrayList<>();
    Keyring keyring =
        limited(
            new Hanging(new CountDownLatch(0)) {
              @Override
              public Optional<String> read(KeyringEntry entry) {
                asked.add(entry.account());
                time.addAndGet(Duration.ofSeconds(1).toNanos());
                return Optional.of("text");
              }

              @Override
              public void write(KeyringEntry entry, String text) {
                hang();
              }

              private void hang() {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            },
            Duration.ofSeconds(2),
            time);

    assertThat(keyring.read(ME)).isEqualTo(new Keyring.Value("text"));
    assertThat(keyring.read(ME)).isEqualTo(new Keyring.Value("text"));
    // Nothing of the two seconds is left, so this one is not waited for.
    assertThat(keyring.write(ME, "abc.def")).contains(LATE);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aFailureOfTheLibraryIsAFailureOfTheKeyring() {
    Keyring keyring =
        new LimitedKeyring(
            () -> {
              throw new IllegalStateException("abc.def");
            },
            Duration.ofHours(1),
            () -> 0);

    assertThat(keyring.read(ME))
        .isEqualTo(new Unavailable(Unavailable.Kind.FAILED, "the keyring failed"));
  }

  private static Keyring limited(NativeKeyring keyring, Duration limit, AtomicLong time) {
    return new LimitedKeyring(() -> keyring, limit, time::get);
  }

  private class Hanging implements NativeKeyring {
    private final CountDownLatch end;

    Hanging(CountDownLatch end) {
      this.end = end;
    }

    @Override
    public Optional<String> read(KeyringEntry entry) {
      hang();
      return Optional.empty();
    }

    @Override
    public void write(KeyringEntry entry, String text) {
      hang();
    }

    @Override
    public void delete(KeyringEntry entry) {
      hang();
    }

    private void hang() {
      calls.incrementAndGet();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
