package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class HangWatchTest {
  private static final double LIMIT = 10;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicInteger ends = new AtomicInteger();

  /** Nearly endless, since a busy machine may take its time to wake who is interrupted. */
  private double grace = Double.MAX_VALUE;

  @Test
  void aTestThatHangsIsNamedAndFailsAndTheNextOneRuns() {
    TestExecutionSummary summary = run(HangingFixtures.InATest.class);

    assertThat(said()).containsPattern("InATest.*aHangs.*hangs; it is interrupted now");
    assertThat(summary.getTestsFailedCount()).isEqualTo(1);
    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(ends).hasValue(0);
  }

  @Test
  void whatEachThreadDoesIsShown() {
    TestExecutionSummary unused = run(HangingFixtures.InATest.class);

    assertThat(said())
        .contains("\"" + Thread.currentThread().getName() + "\" WAITING on java.util.concurrent")
        .contains("HangingFixtures$InATest.aHangs(HangingFixtures.java:")
        .contains("\"hang-watch\"");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {HangingFixtures.BeforeTheTests.class, HangingFixtures.AfterTheTests.class})
  void aClassThatHangsIsNamedAndFails(Class<?> hanging) {
    TestExecutionSummary summary = run(hanging);

    assertThat(said()).containsPattern(hanging.getSimpleName() + ".*hangs; it is interrupted");
    assertThat(summary.getContainersFailedCount()).isEqualTo(1);
    assertThat(ends).hasValue(0);
  }

  @Test
  void aWaitThatIsEndedTellsWhatItWaitedFor() {
    TestExecutionSummary summary = run(HangingFixtures.WaitingForSomething.class);

    assertThat(summary.getFailures().get(0).getException())
        .hasMessage("interrupted while waiting for: a thing that never comes");
  }

  @Test
  void aProcessThatIsWaitedForIsNamedAndKilled() {
    TestExecutionSummary summary = run(HangingFixtures.WaitingForAProcess.class);

    Process process = HangingFixtures.WaitingForAProcess.process;
    assertThat(said()).containsPattern("process " + process.pid() + " runs: .*sleep");
    assertThat(summary.getFailures().get(0).getException())
        .hasMessage("interrupted while waiting for: the end of process " + process.pid());
    assertThat(Await.exitCode(process)).isNotZero();
  }

  @Test
  void aTestThatHidesThatItHungEndsTheBuild() {
    TestExecutionSummary unused = run(HangingFixtures.ThatPasses.class);

    assertThat(said()).contains("hung, and passed when it was interrupted");
    assertThat(ends).hasValue(1);
  }

  @Test
  void aTestThatNoInterruptEndsEndsTheBuild() {
    HangingFixtures.release = new CountDownLatch(1);
    grace = LIMIT;
    TestExecutionSummary unused = run(HangingFixtures.DeafToInterrupts.class);

    assertThat(said()).containsPattern("DeafToInterrupts.*does not end");
    assertThat(ends).hasPositiveValue();
  }

  @Test
  void noInterruptIsLeftForTheTestsThatFollow() {
    HangingFixtures.release = new CountDownLatch(1);
    grace = LIMIT;
    TestExecutionSummary unused = run(HangingFixtures.DeafToInterrupts.class);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** The pulse of a machine that is so busy that a test gets nearly nothing of any time. */
  @Test
  void aSlowTestOnABusyMachineDoesNotHang() throws Exception {
    AtomicInteger pulses = new AtomicInteger();
    HangWatch watch =
        watch(
            () -> {
              pulses.incrementAndGet();
              Thread.sleep(1);
              return 1e-9;
            });
    HangingFixtures.release = new CountDownLatch(1);
    Thread releasing =
        new Thread(
            () -> {
              while (pulses.get() < 3 * LIMIT) {
                Thread.onSpinWait();
              }
              HangingFixtures.release.countDown();
            });
    releasing.start();
    TestExecutionSummary summary = run(watch, HangingFixtures.DeafToInterrupts.class);
    Await.end(releasing);

    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(said()).isEmpty();
  }

  /** Surefire makes a plan of its own for each class when it runs two at once. */
  @Test
  void oneWatchWatchesOnePlanAfterTheOther() {
    HangWatch watch = watch(HangWatchTest::whileOneHangs);
    TestExecutionSummary first = run(watch, HangingFixtures.ThatEnd.class);
    TestExecutionSummary second = run(watch, HangingFixtures.WaitingForSomething.class);

    assertThat(first.getTestsFailedCount()).isZero();
    assertThat(second.getTestsFailedCount()).isEqualTo(1);
    assertThat(said()).containsPattern("WaitingForSomething.*hangs; it is interrupted now");
  }

  @Test
  void nothingIsSaidOfTestsThatEnd() {
    TestExecutionSummary summary = run(HangingFixtures.ThatEnd.class);

    assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    assertThat(said()).isEmpty();
  }

  @Test
  void junitFindsItByItself() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .hasAtLeastOneElementOfType(HangWatch.class);
  }

  private TestExecutionSummary run(Class<?> tests) {
    return run(watch(HangWatchTest::whileOneHangs), tests);
  }

  /** No time passes for the others, however slow this machine is. */
  private static double whileOneHangs() throws InterruptedException {
    do {
      Thread.sleep(1);
    } while (!HangingFixtures.hanging);
    return 1;
  }

  private HangWatch watch(HangWatch.Pulse pulse) {
    Runnable end =
        () -> {
          ends.incrementAndGet();
          HangingFixtures.release.countDown();
        };
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new HangWatch(LIMIT, grace, pulse, out, end);
  }

  private static TestExecutionSummary run(HangWatch watch, Class<?> tests) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestExecutionListeners(watch, summary)
            .build();
    LauncherFactory.create(config)
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build());
    return summary.getSummary();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
