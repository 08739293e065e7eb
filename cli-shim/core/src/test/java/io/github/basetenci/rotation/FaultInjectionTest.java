package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every call that a rotation makes fails in every way, and the process dies around it; it is then
 * started again until the rotation is at its end. At every moment each place has a key that works,
 * and at the end there is one key.
 */
class FaultInjectionTest {
  private static final int MOST_RUNS = 8;

  private static final Duration QUIET = Duration.ofHours(2);

  private final WorldClock clock = new WorldClock();
  private Sandbox sandbox;

  @BeforeEach
  void begin() throws IOException {
    sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
  }

  @AfterEach
  void end() throws IOException {
    sandbox.close();
  }

  /** How a call fails. */
  private enum Failure {
    TIMEOUT_BEFORE,
    TIMEOUT_AFTER,
    HTTP_401,
    HTTP_403,
    HTTP_404,
    HTTP_409,
    HTTP_429,
    HTTP_500,
    PAGE_403,
    PAGE_404,
    CUT_BODY;

    boolean takesEffect() {
      return this == TIMEOUT_AFTER || this == CUT_BODY;
    }

    Fault fault(String method) {
      return switch (this) {
        case TIMEOUT_BEFORE -> Fault.of(Fault.Kind.CUT_BEFORE, method, "/v1/");
        case TIMEOUT_AFTER -> Fault.of(Fault.Kind.CUT_AFTER, method, "/v1/");
        case CUT_BODY -> Fault.of(Fault.Kind.CUT_BODY, method, "/v1/");
        // What a proxy answers in place of the server.
        case PAGE_403, PAGE_404 ->
            Fault.status(method, "/v1/", this == PAGE_403 ? 403 : 404, "<h1>injected</h1>")
                .headers(Map.of("Content-Type", "text/html"));
        default -> {
          int status = Integer.parseInt(name().substring("HTTP_".length()));
          yield Fault.status(method, "/v1/", status, "{\"message\":\"injected\"}");
        }
      };
    }
  }

  /** When the process dies. */
  private enum Kill {
    /** It lives. */
    NEVER,
    /** The call is not made; the failure meets the next run. */
    BEFORE,
    /** The call is made, and its outcome is not seen. */
    BETWEEN,
    /** The outcome is seen, and nothing is called after it. */
    AFTER
  }

  /**
   * Which call, counted by name, fails how.
   *
   * @param lasting whether the same call fails to the end of the run
   * @param self whether the key that is rotated creates its successor
   * @param back whether every run after the first goes back to the old key
   * @param quiet whether the key that leaves must be unused for some time
   */
  private record Case(
      String call,
      int occurrence,
      Failure failure,
      boolean lasting,
      Kill kill,
      boolean self,
      boolean back,
      boolean quiet) {}

  @Test
  void noFailureAndNoKillLeavesAPlaceWithoutAWorkingKey() throws Exception {
    run(some(cases(false), 89));
    run(some(cases(true), 89));
  }

  /**
   * Every case without a wait for quiet, and a share of those with it, whose steps are the same but
   * for the wait.
   */
  @Test
  @Tag("long")
  void norDoesAnyOfAllCombinations() throws Exception {
    run(cases(false));
    run(some(cases(true), 13));
  }

  /**
   * A share of the cases.
   *
   * @param prime one case in so many; a prime, so that every call, failure and kill is among them
   */
  private static List<Case> some(List<Case> all, int prime) {
    List<Case> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += prime) {
      some.add(all.get(i));
    }
    return some;
  }

  private void run(List<Case> cases) throws Exception {
    List<String> violations = new ArrayList<>();
    Map<String, Integer> ends = new LinkedHashMap<>();
    for (Case one : cases) {
      Trial trial = new Trial(one);
      String violation = trial.run();
      if (!violation.isEmpty()) {
        violations.add(one + ": " + violation + " " + trial.story);
      }
      ends.merge(trial.end, 1, Integer::sum);
    }
    System.out.println(
        cases.size() + " combinations, " + violations.size() + " violations: " + ends);
    assertThat(violations).as("%d of %d", violations.size(), cases.size()).isEmpty();
  }

  private List<Case> cases(boolean quiet) throws Exception {
    List<Case> cases = new ArrayList<>();
    for (boolean self : new boolean[] {false, true}) {
      for (boolean back : new boolean[] {false, true}) {
        cases.addAll(cases(self, back, quiet));
      }
    }
    return cases;
  }

  private List<Case> cases(boolean self, boolean back, boolean quiet) throws Exception {
    List<Case> cases = new ArrayList<>();
    Trial plain =
        new Trial(new Case("none", 0, Failure.HTTP_500, false, Kill.NEVER, self, back, quiet));
    assertThat(plain.run()).isEmpty();
    plain.counts.forEach(
        (call, times) -> {
          for (int occurrence = 1; occurrence <= times; occurrence++) {
            for (Failure failure : Failure.values()) {
              for (Kill kill : Kill.values()) {
                cases.add(new Case(call, occurrence, failure, false, kill, self, back, quiet));
                cases.add(new Case(call, occurrence, failure, true, kill, self, back, quiet));
              }
            }
          }
        });
    return cases;
  }

  /** One rotation from start to end, with one case of trouble in it. */
  private final class Trial implements Hook {
    final Map<String, Integer> counts = new LinkedHashMap<>();
    final List<String> story = new ArrayList<>();
    String end = "";
    private final Case trouble;
    private final RotationWorld world;
    private boolean dead;
    private boolean doomed;
    private boolean met;
    private int runs;
    private int troubledRun = -1;
    private int failed;
    private String violation = "";

    Trial(Case trouble) throws Exception {
      this.trouble = trouble;
      this.world = new RotationWorld(sandbox, "a", "b", "c");
      if (trouble.self) {
        world.minting = world.oldKey;
      }
      if (trouble.quiet) {
        clock.follow(world);
        world.times = new DrainTimes(RotationWorld.OVERLAP, QUIET, null);
        world.use(world.oldKey);
      }
      world.hook = this;
      sandbox.clearRequests();
    }

    String run() throws Exception {
      String oldPrefix = world.oldKey.prefix();
      String unclaimedKey = null;
      boolean named = false;
      for (boolean done = false; !done && runs < MOST_RUNS; runs++) {
        dead = false;
        doomed = false;
        try {
          RotationRecord record = next(unclaimedKey);
          story.add(record.state().name());
        } catch (Killed e) {
          story.add("killed");
        } catch (RotationException e) {
          story.add("stopped: " + e.getMessage());
          unclaimedKey = e.unclaimedKey();
          named |= unclaimedKey != null;
          checkTold(e, oldPrefix);
        }
        world.now = world.now.plus(RotationWorld.OVERLAP);
        done = isDone();
      }
      end = (met ? "" : "not met, ") + (named ? "unclaimed key named, " : "") + runs + " runs";
      Map<String, ?> line = world.line();
      if (line.size() != 1 || line.containsKey("ci") != trouble.back) {
        blame("at the end there are " + line);
      }
      if (world.held != null) {
        blame("the storage of the new key still has a key");
      }
      world.clean();
      return violation;
    }

    private boolean isDone() {
      RotationState state = world.journal == null ? null : world.record().state();
      return state == RotationState.DONE || (trouble.back && state == RotationState.ROLLED_BACK);
    }

    private RotationRecord next(String unclaimedKey)
        throws RotationException, InterruptedException {
      Rotation rotation = world.rotation();
      boolean fresh = world.journal == null || world.record().state().isFinal();
      if (!fresh && trouble.back) {
        return rotation.abort(world.oldKey, unclaimedKey);
      }
      if (fresh && unclaimedKey == null) {
        return rotation.start(world.request());
      }
      return fresh ? rotation.resume(world.request(), unclaimedKey) : rotation.resume(unclaimedKey);
    }

    /** Who reads the message knows of every key that there is, if the journal can be read. */
    private void checkTold(RotationException e, String oldPrefix) throws Exception {
      String message = e.getMessage();
      boolean unread = message.startsWith("journal load failed");
      if (unread || message.contains("whether a key 'ci-2' was created is not known")) {
        return;
      }
      for (var key : world.line().values()) {
        if (!key.prefix().equals(oldPrefix) && !e.getMessage().contains(key.prefix())) {
          blame("not told of " + key.name() + ": " + e.getMessage());
        }
      }
    }

    private synchronized void blame(String what) {
      if (violation.isEmpty()) {
        violation = what;
      }
    }

    @Override
    public synchronized <T> T server(String name, ServerCall<T> call)
        throws ApiException, TransportException {
      String method = name.substring(0, name.indexOf(' '));
      int before = sandbox.requests().size();
      if (!enter(name)) {
        T answer = call.make();
        leave();
        checkCaller(before);
        return answer;
      }
      sandbox.fault(trouble.failure.fault(method).times(99));
      try {
        return call.make();
      } finally {
        sandbox.clearFaults();
        checkCaller(before);
        afterTrouble();
      }
    }

    /** Once no target has the old key, no call of ours may look like a use of it. */
    private void checkCaller(int before) {
      boolean watched =
          world.journal != null
              && world.record().drainSince() != null
              && !world.record().rollingBack();
      List<RequestEntry> requests = sandbox.requests();
      boolean used =
          requests.subList(before, requests.size()).stream()
              .anyMatch(request -> request.keyPrefix().equals(world.oldKey.prefix()));
      if (watched && used) {
        blame("the old key was used after the distribution");
      }
    }

    @Override
    public synchronized <T> T place(String name, PlaceCall<T> call) throws RotationIOException {
      if (!enter(name)) {
        T answer = call.make();
        leave();
        return answer;
      }
      try {
        if (trouble.failure.takesEffect()) {
          call.make();
        }
        throw new RotationIOException(name + " failed");
      } finally {
        afterTrouble();
      }
    }

    /** Whether the call is to fail: once, or if it lasts, to the end of the run. */
    private boolean enter(String name) {
      if (dead || doomed) {
        dead = true;
        throw new Killed();
      }
      observe();
      int number = counts.merge(name, 1, Integer::sum);
      if (!name.equals(trouble.call)) {
        return false;
      }
      if (!met && number == trouble.occurrence) {
        met = true;
        troubledRun = runs;
        if (trouble.kill == Kill.BEFORE) {
          troubledRun++;
          dead = true;
          throw new Killed();
        }
      }
      boolean fails = met && runs == troubledRun && (trouble.lasting || failed == 0);
      failed += fails ? 1 : 0;
      return fails;
    }

    private void afterTrouble() {
      observe();
      if (trouble.kill == Kill.BETWEEN && !dead) {
        dead = true;
        throw new Killed();
      }
      doomed |= trouble.kill == Kill.AFTER;
    }

    private void leave() {
      observe();
    }

    private void observe() {
      String failing = world.failingPlace();
      if (!failing.isEmpty()) {
        blame("the key of " + failing + " fails");
      }
    }
  }
}
