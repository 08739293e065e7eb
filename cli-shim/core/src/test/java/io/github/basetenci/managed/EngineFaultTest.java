package io.github.basetenci.managed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.EngineWorld.Policy;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.Hook;
import io.github.basetenci.rotation.Killed;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.WriteStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two keys that share a target are rotated while a call fails or a write to the disk does, and the
 * process dies around it; it is then started again until nothing is unfinished. At every moment
 * each target holds a key that works. At the end each key is the only one of its line, and it is
 * the one that the targets hold.
 */
class EngineFaultTest {
  private static final int MOST_RUNS = 10;

  @TempDir Path directory;
  private EngineWorld world;
  private int trials;

  @BeforeEach
  void start() throws Exception {
    world = new EngineWorld(directory);
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  /** How a call fails: before or after its effect, or by an answer. */
  private enum Failure {
    BEFORE,
    AFTER,
    CUT_BODY,
    HTTP_401,
    HTTP_404,
    HTTP_429,
    HTTP_500;

    boolean takesEffect() {
      return this == AFTER || this == CUT_BODY;
    }

    Fault fault(String method) {
      return switch (this) {
        case BEFORE -> Fault.of(Fault.Kind.CUT_BEFORE, method, "/v1/");
        case AFTER -> Fault.of(Fault.Kind.CUT_AFTER, method, "/v1/");
        case CUT_BODY -> Fault.of(Fault.Kind.CUT_BODY, method, "/v1/");
        default -> {
          int status = Integer.parseInt(name().substring("HTTP_".length()));
          yield Fault.status(method, "/v1/", status, "{\"message\":\"injected\"}");
        }
      };
    }
  }

  /** When the process dies: not at all, before the call, before its outcome is seen, or after. */
  private enum Kill {
    NEVER,
    BEFORE,
    BETWEEN,
    AFTER
  }

  /** What changes between the first run and the others. */
  private enum Change {
    NOTHING,
    /** The rotation of the key a goes back, and its policy asks for no other. */
    BACK,
    /**
     * The policy of one key is gone, and that of the other names a wrong target and another time.
     */
    POLICIES
  }

  /** Which call, counted by name, fails how. */
  private record Case(
      String call, int occurrence, Failure failure, boolean lasting, Kill kill, Change change) {}

  @Test
  void noFailureAndNoKillLeavesATargetWithoutAWorkingKey() throws Exception {
    run(oneOf(151));
  }

  /** {@code -Dbaseten.fault.share=1} runs all, in a quarter of an hour. */
  @Test
  @Tag("long")
  void norDoesAnyOfManyCombinations() throws Exception {
    run(oneOf(Integer.getInteger("baseten.fault.share", 17)));
  }

  /**
   * A share of the combinations.
   *
   * @param prime one in so many; a prime, so that every call, failure, kill and change is among
   *     them
   */
  private List<Case> oneOf(int prime) throws Exception {
    List<Case> all = cases();
    List<Case> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += prime) {
      some.add(all.get(i));
    }
    return some;
  }

  private void run(List<Case> cases) throws Exception {
    List<String> violations = new ArrayList<>();
    Map<Integer, Integer> runs = new LinkedHashMap<>();
    int met = 0;
    for (Case one : cases) {
      Trial trial = new Trial(one);
      String violation = trial.run();
      if (!violation.isEmpty()) {
        violations.add(one + ": " + violation + " " + trial.story);
      }
      runs.merge(trial.runs, 1, Integer::sum);
      met += trial.met ? 1 : 0;
    }
    System.out.println(
        cases.size()
            + " combinations of two keys, "
            + met
            + " met, "
            + violations.size()
            + " violations; by runs "
            + runs);
    assertThat(violations).as("%d of %d", violations.size(), cases.size()).isEmpty();
    assertThat(met).isGreaterThan(cases.size() * 9 / 10);
  }

  private List<Case> cases() throws Exception {
    List<Case> cases = new ArrayList<>();
    for (Change change : Change.values()) {
      Trial plain = new Trial(new Case("none", 0, Failure.BEFORE, false, Kill.NEVER, change));
      assertThat(plain.run()).isEmpty();
      plain.counts.forEach(
          (call, times) -> {
            boolean server = call.matches("[A-Z].*");
            for (int occurrence = 1; occurrence <= times; occurrence++) {
              for (Failure failure : Failure.values()) {
                if (!server && failure.compareTo(Failure.AFTER) > 0) {
                  continue;
                }
                for (Kill kill : Kill.values()) {
                  cases.add(new Case(call, occurrence, failure, false, kill, change));
                  cases.add(new Case(call, occurrence, failure, true, kill, change));
                }
              }
            }
          });
    }
    return cases;
  }

  /** Two rotations from their start to their ends, with one case of trouble. */
  private final class Trial implements Hook {
    final Map<String, Integer> counts = new LinkedHashMap<>();
    final List<String> story = new ArrayList<>();
    private final Case trouble;
    private final ApiKey bystander;
    private boolean dead;
    private boolean doomed;
    private boolean met;
    private boolean off;
    private int runs;
    private int troubledRun = -1;
    private int failed;
    private String violation = "";

    Trial(Case trouble) throws Exception {
      this.trouble = trouble;
      world.reset(Files.createDirectory(directory.resolve("trial" + ++trials)));
      world.add("a", "of-a", "shared");
      world.add("b", "shared", "of-b");
      bystander = world.add("c", "shared");
      world.policies.remove("c");
      world.engine().check();
      world.now = world.now.plus(EngineWorld.INTERVAL);
      world.hook = this;
      world.files = new StoreFiles(this::disk);
    }

    String run() throws Exception {
      boolean done = false;
      for (; !done && runs < MOST_RUNS; runs++) {
        dead = false;
        doomed = false;
        try {
          RotationEngine<String> engine = world.engine();
          decide(engine);
          engine.check();
          engine.settle();
          story.add(tell(engine));
          done = runs > 0 && isAtItsEnd(engine);
        } catch (Killed e) {
          story.add("killed");
        }
        change();
        world.now = world.now.plus(EngineWorld.OVERLAP);
      }
      off = true;
      checkEnd();
      return violation;
    }

    /** A person knows that no other rotation is under way, and goes back if that is the case. */
    private void decide(RotationEngine<String> engine) {
      for (String id : List.of("a", "b")) {
        RotationStatus status = engine.status(id).orElse(null);
        if (status == null || runs == 0) {
          continue;
        }
        String unclaimedKey = status.unclaimedKey();
        try {
          if (id.equals("a") && trouble.change == Change.BACK) {
            engine.abort(id, unclaimedKey, "person");
          } else if (unclaimedKey != null) {
            engine.resume(id, unclaimedKey, "person");
          }
        } catch (RefusedException e) {
          story.add(e.getMessage());
        }
      }
    }

    private void change() {
      if (trouble.change == Change.BACK) {
        world.policies.computeIfPresent(
            "a", (id, policy) -> new Policy(Duration.ZERO, policy.times(), policy.documents()));
      } else if (trouble.change == Change.POLICIES) {
        world.policies.remove("b");
        DrainTimes times = new DrainTimes(Duration.ofHours(1));
        world.policies.put("a", new Policy(EngineWorld.INTERVAL, times, List.of("gone")));
      }
    }

    private boolean isAtItsEnd(RotationEngine<String> engine) {
      return engine.unfinished().isEmpty()
          && engine.due().isEmpty()
          && isQuiet(engine, "a")
          && isQuiet(engine, "b");
    }

    /** Whether a rotation that went back is not about to begin anew. */
    private boolean isQuiet(RotationEngine<String> engine, String id) {
      return trouble.change == Change.BACK
          || engine.history(id).stream().anyMatch(past -> past.outcome() == RotationState.DONE)
          || !world.policies.containsKey(id);
    }

    private String tell(RotationEngine<String> engine) {
      return engine.unfinished().stream()
          .map(id -> engine.status(id).orElseThrow())
          .map(
              status ->
                  status.id()
                      + " "
                      + (status.record() == null ? "begun" : status.record().state())
                      + " "
                      + status.problem())
          .toList()
          .toString();
    }

    private void checkEnd() throws Exception {
      RotationEngine<String> engine = world.engine();
      if (!engine.unfinished().isEmpty()) {
        blame("unfinished at the end: " + tell(engine));
      }
      if (!engine.overwritten().isEmpty()) {
        blame("a replaced key is said to be back");
      }
      List<ApiKeyInfo> live = world.live();
      for (String id : List.of("a", "b")) {
        Set<String> held = new TreeSet<>();
        for (Map<String, ApiKey> document : world.documents.all().values()) {
          if (document.containsKey(id)) {
            held.add(document.get(id).prefix());
          }
        }
        List<String> line =
            live.stream()
                .filter(key -> String.valueOf(key.name()).startsWith(id))
                .map(ApiKeyInfo::prefix)
                .toList();
        if (held.size() != 1 || !line.equals(List.copyOf(held))) {
          blame("the targets hold " + held + " of " + id + ", and the server lists " + line);
        }
      }
      if (trouble.change == Change.NOTHING
          && !Set.copyOf(world.names()).equals(Set.of("a-2", "b-2", "c"))) {
        blame("the server has " + world.names());
      }
      if (!world.sandbox.accepts(bystander.reveal())) {
        blame("a key was revoked that nobody rotates");
      }
      try (Stream<Path> files = Files.walk(world.root)) {
        List<String> left =
            files
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith("-key") || name.equals("rotation.json"))
                .toList();
        if (!left.isEmpty()) {
          blame("left on the disk: " + left);
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
      if (!enter(name)) {
        T answer = call.make();
        observe();
        return answer;
      }
      String method = name.substring(0, name.indexOf(' '));
      world.sandbox.fault(trouble.failure.fault(method).times(99));
      try {
        return call.make();
      } finally {
        world.sandbox.clearFaults();
        afterTrouble();
      }
    }

    @Override
    public synchronized <T> T place(String name, PlaceCall<T> call) throws RotationIOException {
      if (!enter(name)) {
        T answer = call.make();
        observe();
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

    private boolean diskFails;

    /** A write to the disk, which fails before it begins or after it has ended. */
    private synchronized void disk(WriteStep step) {
      if (off) {
        return;
      }
      if (step == WriteStep.AFTER_LOCK) {
        diskFails = enter("disk");
      }
      boolean atEnd = step == WriteStep.DONE;
      if (diskFails
          && (step == WriteStep.AFTER_LOCK || atEnd)
          && trouble.failure.takesEffect() == atEnd) {
        diskFails = false;
        afterTrouble();
        Trial.<RuntimeException>sneak(full());
      }
    }

    private StoreException full() {
      try {
        new StoreFiles().read(directory);
        throw new IllegalStateException("a directory was read");
      } catch (StoreException e) {
        return e;
      }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
      throw (E) failure;
    }

    /** Whether the call is to fail: once, or if it lasts, to the end of the run. */
    private boolean enter(String name) {
      if (off) {
        return false;
      }
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

    private void observe() {
      String failing = world.failingDocument();
      if (!failing.isEmpty()) {
        blame("the key in " + failing + " fails");
      }
    }
  }

  /**
   * At each call of one machine, another machine with a directory of its own rotates the same keys
   * in the same targets.
   */
  @Test
  void twoEnginesAtOnceLeaveEveryTargetWithAWorkingKey() throws Exception {
    int calls = raced(0);
    assertThat(calls).isGreaterThan(30);
    for (int call = 1; call <= calls; call += 3) {
      raced(call);
    }
  }

  /** Returns how many calls the first engine made in its first run. */
  private int raced(int atCall) throws Exception {
    Path one = Files.createDirectory(directory.resolve("one" + ++trials));
    Path two = Files.createDirectory(directory.resolve("two" + trials));
    world.reset(two);
    world.add("a", "of-a", "shared");
    world.add("b", "shared", "of-b");
    world.engine().check();
    world.root = one;
    world.engine().check();
    world.now = world.now.plus(EngineWorld.INTERVAL);
    int[] count = new int[1];
    world.hook =
        new EachCall(
            () -> {
              assertThat(world.failingDocument()).as("at call %d", atCall).isEmpty();
              if (++count[0] == atCall) {
                world.root = two;
                settle();
                world.root = one;
              }
            });
    settle();
    int calls = count[0];
    for (int run = 0; run < 4; run++) {
      world.now = world.now.plus(EngineWorld.OVERLAP);
      for (Path root : List.of(one, two)) {
        world.root = root;
        settle();
      }
    }
    assertThat(world.failingDocument()).isEmpty();
    assertThat(world.names())
        .as("after a race at call %d", atCall)
        .doesNotContain("a", "b")
        .contains("a-2", "b-2");
    return calls;
  }

  private void settle() {
    RotationEngine<String> engine = world.engine();
    engine.check();
    try {
      engine.settle();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something before each call, and lets it through. */
  private record EachCall(Runnable before) implements Hook {
    @Override
    public <T> T server(String name, ServerCall<T> call) throws ApiException, TransportException {
      before.run();
      return call.make();
    }

    @Override
    public <T> T place(String name, PlaceCall<T> call) throws RotationIOException {
      before.run();
      return call.make();
    }
  }
}
