package io.github.basetenci.testing;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Classes with tests that hang, which {@link HangWatchTest} alone runs. */
final class HangingFixtures {
  /** Lets go what no interrupt ends. */
  static volatile CountDownLatch release = new CountDownLatch(1);

  /** Whether one of them hangs now. */
  static volatile boolean hanging;

  private HangingFixtures() {}

  private static void hang() throws Exception {
    hang(() -> new CountDownLatch(1).await());
  }

  private static void hang(Hang how) throws Exception {
    hanging = true;
    try {
      how.go();
    } finally {
      hanging = false;
    }
  }

  private interface Hang {
    void go() throws Exception;
  }

  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class InATest {
    @Test
    void aHangs() throws Exception {
      hang();
    }

    @Test
    void bGoesOn() {}
  }

  static class BeforeTheTests {
    @BeforeAll
    static void begin() throws Exception {
      hang();
    }

    @Test
    void neverRuns() {}
  }

  static class AfterTheTests {
    @AfterAll
    static void end() throws Exception {
      hang();
    }

    @Test
    void runs() {}
  }

  static class WaitingForSomething {
    @Test
    void hangs() throws Exception {
      hang(() -> Await.until("a thing that never comes", () -> false));
    }
  }

  static class WaitingForAProcess {
    static volatile Process process;

    @Test
    void hangs() throws Exception {
      process = new ProcessBuilder("sleep", "100000").start();
      hang(() -> Await.exitCode(process));
    }
  }

  static class ThatPasses {
    @Test
    void hangs() throws Exception {
      try {
        hang();
      } catch (InterruptedException e) {
        // As if nothing had been.
      }
    }
  }

  static class DeafToInterrupts {
    @Test
    void hangs() throws Exception {
      hang(
          () -> {
            while (release.getCount() > 0) {
              Thread.onSpinWait();
            }
          });
    }
  }

  static class ThatEnd {
    @Test
    void one() {}

    @Test
    void two() {}
  }
}
