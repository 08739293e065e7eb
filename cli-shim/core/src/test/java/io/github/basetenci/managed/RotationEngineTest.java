package io.github.basetenci.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.EngineSettings.Bounds;
import io.github.basetenci.managed.EngineWorld.Policy;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.LastUseReports;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.store.RunLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine does for many keys, in a process that ends as in one that goes on. */
class RotationEngineTest {
  @TempDir Path root;
  private EngineWorld world;

  @BeforeEach
  void start() throws Exception {
    world = new EngineWorld(root);
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  private RotationEngine<String> settled() throws Exception {
    RotationEngine<String> engine = world.engine();
    engine.check();
    engine.settle();
    return engine;
  }

  private void pass(Duration time) {
    world.now = world.now.plus(time);
  }

  /**
   * One before and one after the new key is made, and the same for the end of the old one: no
   * earlier list can show what these show.
   */
  @Test
  void aRotationAsksForFourListsAndThePlanForNone() throws Exception {
    world.add("a", "one");
    world.policies.put(
        "a",
        new EngineWorld.Policy(
            EngineWorld.INTERVAL, new DrainTimes(Duration.ZERO), List.of("one")));
    RotationEngine<String> engine = settled();
    pass(EngineWorld.INTERVAL);
    engine.check();
    world.sandbox.clearRequests();
    engine.settle();

    assertThat(engine.history("a")).hasSize(1);
    assertThat(world.sandbox.requests())
        .filteredOn(each -> each.method().equals("GET") && each.path().endsWith("/api_keys"))
        .hasSize(4);
  }

  @Test
  void aKeyOfAnotherUnfinishedRotationIsNotRotated() throws Exception {
    ApiKey key = world.add("a", "one");
    world.documents.put("two", "b", key);
    world.policies.put("b", world.policies.get("a"));
    RotationEngine<String> engine = settled();
    engine.begin("a", "alice");

    assertThatThrownBy(() -> engine.begin("b", "alice"))
        .hasMessageContaining(key.prefix() + " of b is a part of the unfinished rotation of a");
    assertThat(world.names()).contains("a-2").doesNotContain("a-3");
  }

  /** The new key of the rotation that is there would be forgotten. */
  @Test
  void aRotationDoesNotGetTheIdOfAnotherUnfinishedOne() throws Exception {
    world.add("a", "one");
    world.add("b", "two");
    RotationEngine<String> engine = settled();
    engine.begin("a", "alice");
    engine.begin("b", "alice");
    world.events.clear();

    engine.moved(id -> id.equals("a") ? "b" : id);

    assertThat(engine.unfinished()).containsExactlyInAnyOrder("a", "b");
    assertThat(world.events)
        .singleElement()
        .extracting(event -> ((RotationEvent.Warned<String>) event).sentence())
        .asString()
        .contains("the rotation of a, now b, keeps its old name");
    assertThat(world.engine().unfinished()).containsExactlyInAnyOrder("a", "b");

    engine.moved(id -> id.equals("a") ? "b" : "a");
    assertThat(engine.unfinished()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aKeyIsDueAtItsAgeAndItsRotationEndsAfterTheOverlapInAnotherProcess() throws Exception {
    ApiKey old = world.add("a", "one", "two");
    RotationEngine<String> engine = settled();
    assertThat(engine.nextDue("a")).contains(world.now.plus(EngineWorld.INTERVAL));
    assertThat(engine.due()).isEmpty();
    assertThat(engine.unfinished()).isEmpty();

    pass(EngineWorld.INTERVAL);
    engine = settled();
    RotationStatus status = engine.status("a").orElseThrow();
    assertThat(status.record().state()).isEqualTo(RotationState.DRAINING);
    assertThat(status.id()).isEqualTo("a");
    assertThat(status.by()).isEqualTo("SYSTEM");
    assertThat(status.waitsFor()).isEqualTo("until 2026-09-18T10:00:00Z");
    assertThat(status.alive()).startsWith(old.prefix()).hasSize(2);
    ApiKey now = world.documents.read("one").get("a");
    assertThat(now).isNotEqualTo(old).isEqualTo(world.documents.read("two").get("a"));
    assertThat(world.sandbox.accepts(old.reveal())).isTrue();

    pass(EngineWorld.OVERLAP);
    engine = settled();
    assertThat(engine.unfinished()).isEmpty();
    assertThat(world.names()).containsExactly("a-2");
    assertThat(engine.history("a"))
        .singleElement()
        .extracting(PastRotation::outcome, PastRotation::oldPrefix, PastRotation::newPrefix)
        .containsExactly(RotationState.DONE, old.prefix(), now.prefix());
    assertThat(engine.keySince("a")).contains(world.now.minus(EngineWorld.OVERLAP));
    assertThat(keyFiles()).isEmpty();
  }

  @Test
  void aWholeKeyThatIsGivenInPlaceOfAPrefixIsToldToNobody() throws Exception {
    world.add("a", "one");
    settled();
    pass(EngineWorld.INTERVAL);
    RotationEngine<String> engine = settled();

    engine.resume("a", "b10_aaaaaaaa.THE-SECRET-PART", "me");
    engine.settle();

    assertThat(world.events.toString()).contains("b10_aaaaaaaa").doesNotContain("THE-SECRET-PART");
  }

  /** A demand can come in the moment in which the rotation ends. */
  @Test
  void aRotationThatIsOverDoesNotRunAgain() throws Exception {
    ApiKey old = world.add("a", "one");
    world.policies.put(
        "a", new Policy(EngineWorld.INTERVAL, new DrainTimes(Duration.ZERO), List.of("one")));
    EngineSettings<String> settings = world.settings();
    RotationFiles files = settings.files().rotations("of-a");
    ReadyKey ready = settings.keys().require("a");
    UnfinishedRotation<String> rotation =
        UnfinishedRotation.begin(
            settings,
            new Shared(new WorkspaceLists(settings.clock()), new TargetLocks()),
            files,
            "a",
            new RotationOrder(world.now, "me", ready.terms(), old.prefix(), ready.targets()));
    assertThat(rotation.run(null)).isPresent();

    assertThat(rotation.run(null)).isEmpty();

    assertThat(new RotationHistory(files.history()).read())
        .extracting(PastRotation::outcome)
        .containsExactly(RotationState.DONE);
  }

  private List<Path> keyFiles() throws Exception {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.getFileName().toString().endsWith("-key")).toList();
    }
  }

  @Test
  void allThatAreDueAreRotatedHoweverFewBeginAtOnce() throws Exception {
    world.bounds = new Bounds(2, 1);
    world.threads = 2;
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
      world.add(name, "shared", "of-" + name);
    }
    settled();
    pass(EngineWorld.INTERVAL);
    settled().close(Duration.ofMinutes(1));
    pass(EngineWorld.OVERLAP);
    RotationEngine<String> engine = settled();
    engine.close(Duration.ofMinutes(1));

    assertThat(engine.unfinished()).isEmpty();
    assertThat(world.names())
        .containsExactlyInAnyOrder("a-2", "b-2", "c-2", "d-2", "e-2", "f-2", "g-2");
    assertThat(world.failingDocument()).isEmpty();
    assertThat(world.documents.mostWriters.get()).isEqualTo(1);
  }

  @Test
  void aCheckAsksEachWorkspaceOnceAndSignsInWithNoKeyThatItWatches() throws Exception {
    List<String> watched = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      watched.add(world.add(name, "shared").prefix());
    }
    world.sandbox.clearRequests();
    RotationEngine<String> engine = world.engine();
    engine.check();

    assertThat(world.sandbox.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.path()).isEqualTo("/v1/api_keys");
              assertThat(request.keyPrefix()).isNotIn(watched);
            });
    assertThat(engine.upstream("b").orElseThrow().name()).isEqualTo("b");
    assertThat(engine.checkedAt("b")).contains(world.now);
    assertThat(engine.listed().values()).singleElement().asList().hasSizeGreaterThan(3);
  }

  @Test
  void theOldKeyIsNeverUsedAfterTheLastTargetHasTheNewOne() throws Exception {
    ApiKey old = world.add("a", "one");
    settled();
    pass(EngineWorld.INTERVAL);
    world.sandbox.clearRequests();
    settled();
    pass(EngineWorld.OVERLAP);
    settled();
    assertThat(world.sandbox.requests())
        .extracting(RequestEntry::keyPrefix)
        .doesNotContain(old.prefix());
  }

  @Test
  void anAbortPutsTheOldKeyBackAndTheKeyIsNotTriedForADay() throws Exception {
    ApiKey old = world.add("a", "one");
    settled();
    pass(EngineWorld.INTERVAL);
    RotationEngine<String> engine = settled();
    engine.abort("a", null, "alice");
    assertThat(world.documents.read("one").get("a")).isEqualTo(old);
    pass(EngineWorld.OVERLAP);
    engine = settled();
    assertThat(engine.history("a").get(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.names()).containsExactly("a");
    assertThat(engine.nextDue("a")).contains(world.now.plus(RotationEngine.PAUSE_AFTER_FAILURE));
    assertThat(engine.due()).isEmpty();
    assertThat(world.events).contains(new RotationEvent.Aborted<>("a", "alice"));
  }

  @Test
  void whatFailsIsSaidAndTriedAgainAfterAMinute() throws Exception {
    world.add("a", "one");
    settled();
    pass(EngineWorld.INTERVAL);
    world.sandbox.fault(Fault.status("POST", "/v1/", 503, "{\"message\":\"busy\"}").times(99));
    RotationEngine<String> engine = settled();
    RotationStatus status = engine.status("a").orElseThrow();
    assertThat(status.problem()).contains("503");
    assertThat(status.failures()).isEqualTo(1);
    assertThat(status.nextAttempt()).isEqualTo(world.now.plusSeconds(60));
    world.sandbox.clearFaults();
    engine.settle();
    assertThat(engine.status("a").orElseThrow().failures()).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    engine.settle();
    assertThat(engine.status("a").orElseThrow().record().state()).isEqualTo(RotationState.DRAINING);
  }

  @Test
  void aRotationGoesOnByItsOrderWhenItsPolicyIsGone() throws Exception {
    world.add("a", "one", "two");
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    world.policies.clear();
    pass(EngineWorld.OVERLAP);
    assertThat(settled().history("a").get(0).outcome()).isEqualTo(RotationState.DONE);
  }

  @Test
  void aKeyOfWhichThePolicyAsksForNoRotationIsRotatedByHandAlone() throws Exception {
    world.add("a", "one");
    world.policies.put(
        "a", new Policy(Duration.ZERO, new DrainTimes(Duration.ZERO), List.of("one")));
    settled();
    pass(Duration.ofDays(1000));
    RotationEngine<String> engine = settled();
    assertThat(engine.nextDue("a")).isEmpty();
    assertThat(engine.history("a")).isEmpty();
    assertThat(engine.preview("a").plan().newName()).isEqualTo("a-2");
    assertThat(world.names()).containsExactly("a");
    engine.begin("a", "alice");
    assertThat(engine.history("a").get(0).by()).isEqualTo("alice");
    assertThatThrownBy(() -> engine.abort("a", null, "alice"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("no rotation of the key a is unfinished");
    assertThatThrownBy(() -> engine.begin("b", "alice"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("there is no policy for b");
  }

  @Test
  void aKeyThatTheServerDoesNotListIsSaidAndNotRotated() throws Exception {
    ApiKey key = world.add("a", "one");
    settled();
    world.revoke(key.prefix());
    pass(EngineWorld.INTERVAL);
    RotationEngine<String> engine = settled();
    assertThat(engine.checkProblem("a"))
        .isEqualTo("the server does not list the key " + key.prefix() + "; store a key that works");
    assertThat(engine.lastingProblem("a", key.prefix())).isEqualTo(engine.checkProblem("a"));
    assertThat(engine.unfinished()).isEmpty();
  }

  @Test
  void theSecondEngineInADirectorySaysThatTheFirstIsAtWork() throws Exception {
    try (RunLock lock = world.files().lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> world.files().lock())
          .isInstanceOf(RotationIOException.class)
          .hasMessage(
              root
                  + ": another run is at work on the rotations of this directory; wait until it"
                  + " ends");
    }
    world.files().lock().close();
  }

  @Test
  void aFileThatIsCutAnywhereIsSaidAndNothingIsBegunAnew() throws Exception {
    world.add("a", "one");
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    Path index = root.resolve("keys.json");
    try (var all = Files.walk(root)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".json")).toList()) {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 2; length += whole.length / 7) {
          Files.write(file, Arrays.copyOf(whole, length));
          RotationEngine<String> engine = settled();
          String said =
              engine.status("a").map(RotationStatus::problem).orElse("") + engine.checkProblem("a");
          if (file.equals(index)) {
            assertThatThrownBy(() -> engine.begin("a", "alice"))
                .hasMessageContaining("keys.json cannot be read");
          } else {
            assertThat(said).contains(file.getFileName() + " cannot be read");
          }
          assertThat(Files.readAllBytes(file)).hasSize(length);
        }
        Files.write(file, whole);
      }
    }
    assertThat(world.names()).containsExactlyInAnyOrder("a", "a-2");
  }

  @Test
  void anOldKeyThatComesBackAfterTheEndIsSaidOnce() throws Exception {
    ApiKey old = world.add("a", "one");
    world.policies.put(
        "a", new Policy(EngineWorld.INTERVAL, new DrainTimes(Duration.ZERO), List.of("one")));
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    assertThat(world.names()).containsExactly("a-2");
    world.documents.put("one", "a", old);
    world.events.clear();
    settled();
    RotationEngine<String> engine = settled();
    assertThat(engine.overwritten()).containsEntry("a", world.now);
    assertThat(world.events)
        .containsExactly(new RotationEvent.Warned<>("a", EngineWords.PLAIN.overwritten()));
  }

  /** The disk has nothing that would look like an unfinished rotation to the next process. */
  @Test
  void anAbortThatComesTooLateChangesNothing() throws Exception {
    ApiKey old = world.add("a", "one");
    EngineSettings<String> settings = world.settings();
    RotationFiles files = settings.files().rotations("directory");
    ReadyKey ready = settings.keys().ready("a");
    RotationOrder order =
        new RotationOrder(world.now, "alice", ready.terms(), old.prefix(), ready.targets());
    UnfinishedRotation<String> rotation =
        UnfinishedRotation.begin(
            settings,
            new Shared(new WorkspaceLists(() -> world.now), new TargetLocks()),
            files,
            "a",
            order);
    rotation.run(null);
    pass(EngineWorld.OVERLAP);
    assertThat(rotation.run(null)).isPresent();
    assertThatThrownBy(() -> rotation.change(RotationProgress::toAbort))
        .isInstanceOf(RotationIOException.class);
    assertThat(files.order().read()).isEmpty();
  }

  @Test
  void manyKeysThatWaitUntilNobodyUsesThemCostOneListForTheirWorkspace() throws Exception {
    Duration quiet = Duration.ofHours(2);
    DrainTimes times = new DrainTimes(EngineWorld.OVERLAP, quiet, Duration.ofDays(7));
    List<ApiKey> keys = new ArrayList<>();
    for (char name = 'a'; name <= 'j'; name++) {
      String id = String.valueOf(name);
      keys.add(world.add(id, "of-" + id));
      world.policies.put(id, new Policy(EngineWorld.INTERVAL, times, List.of("of-" + id)));
    }
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    pass(EngineWorld.OVERLAP);
    for (ApiKey key : keys) {
      world.use(key);
    }
    pass(Duration.ofMinutes(12));
    world.sandbox.clearRequests();
    RotationEngine<String> engine = settled();
    assertThat(engine.unfinished()).hasSize(10);
    for (int minute = 0; minute < 30; minute++) {
      pass(Duration.ofMinutes(1));
      engine.tick();
    }
    assertThat(engine.status("a").orElseThrow().waitsFor())
        .startsWith(
            "until nobody has used it for 2 hours (it was last used 42 minutes ago), at the latest"
                + " until ");
    assertThat(world.sandbox.requests()).hasSize(1);

    world.use(keys.get(0));
    pass(quiet.minus(Duration.ofMinutes(42)));
    engine.tick();
    assertThat(engine.unfinished()).containsExactly("a");
    assertThat(world.sandbox.requests())
        .filteredOn(request -> request.keyPrefix().equals(keys.get(1).prefix()))
        .isEmpty();
    pass(Duration.ofMinutes(42));
    engine.tick();
    assertThat(engine.unfinished()).isEmpty();
    assertThat(engine.history("a").get(0).note()).isEmpty();
  }

  @Test
  void aNewProcessSaysWhatItWaitsForBeforeItHasAskedAnybody() throws Exception {
    ApiKey key = world.add("a", "one");
    DrainTimes times = new DrainTimes(Duration.ZERO, Duration.ofHours(2), null);
    world.policies.put("a", new Policy(EngineWorld.INTERVAL, times, List.of("one")));
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    assertThat(world.engine().status("a").orElseThrow().waitsFor())
        .isEqualTo("until the server has said when it was last used");
    world.use(key);
    settled();
    pass(Duration.ofMinutes(5));
    assertThat(world.engine().status("a").orElseThrow().waitsFor())
        .isEqualTo("until nobody has used it for 2 hours (it was last used 5 minutes ago)");
    pass(Duration.ofDays(100));
    world.sandbox.reportLastUses(LastUseReports.NULL);
    assertThat(settled().unfinished()).containsExactly("a");
  }

  @Test
  void aUseThatTheCallerHasNotedCountsBesideThoseThatTheServerTells() throws Exception {
    ApiKey key = world.add("a", "one");
    DrainTimes times = new DrainTimes(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(1));
    world.policies.put("a", new Policy(EngineWorld.INTERVAL, times, List.of("one")));
    world.use(key);
    settled();
    pass(EngineWorld.INTERVAL);
    Instant noted = world.now;
    world.uses =
        new UseRecords<>() {
          @Override
          public Optional<Instant> firstUsed(String id, String prefix) {
            return Optional.empty();
          }

          @Override
          public Optional<Instant> lastUsed(String id, String prefix) {
            return Optional.of(noted).filter(time -> prefix.equals(key.prefix()));
          }

          @Override
          public Optional<String> lastUser(String id, String prefix) {
            return Optional.of("by the job deploy");
          }
        };
    settled();
    pass(Duration.ofMinutes(12));
    assertThat(settled().status("a").orElseThrow().waitsFor())
        .isEqualTo(
            "until nobody has used it for 2 hours (it was last used 12 minutes ago, by the job"
                + " deploy), at the latest until 2026-09-18T10:00:00Z");
    pass(Duration.ofMinutes(108));
    assertThat(settled().history("a")).hasSize(1);
  }

  @Test
  void atTheDeadlineTheHistorySaysWhatMayBreak() throws Exception {
    ApiKey key = world.add("a", "one");
    DrainTimes times = new DrainTimes(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(1));
    world.policies.put("a", new Policy(EngineWorld.INTERVAL, times, List.of("one")));
    settled();
    pass(EngineWorld.INTERVAL);
    settled();
    for (int hour = 0; hour < 24; hour++) {
      assertThat(settled().unfinished()).containsExactly("a");
      pass(Duration.ofHours(1));
      world.use(key);
    }
    assertThat(settled().history("a").get(0).note())
        .isEqualTo(
            "The old key 'a' (%s) was used just now; it is revoked at the deadline, and whoever"
                    .formatted(key.prefix())
                + " still uses it gets HTTP 401 from now on.");
    assertThat(world.sandbox.accepts(key.reveal())).isFalse();
  }
}
