package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.OVERLAP;
import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.LastUseReports;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key that is in use lives on after its overlap, until nobody has used it for some time. */
class QuietDrainTest {
  private static final Duration QUIET = Duration.ofHours(2);
  private static final Duration DEADLINE = Duration.ofDays(7);

  private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    WorldClock clock = new WorldClock();
    sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    world = new RotationWorld(sandbox, "a", "b");
    clock.follow(world);
    world.times = new DrainTimes(OVERLAP, QUIET, null);
  }

  @AfterEach
  void end() throws IOException {
    sandbox.close();
  }

  @Test
  void aKeyInUseLivesUntilNobodyHasUsedItForTheQuietTime() throws Exception {
    start();

    useFor(OVERLAP.plus(QUIET), Duration.ofMinutes(30));
    assertThat(drain().why())
        .isEqualTo("until nobody has used it for 2 hours (it was used just now)");
    pass(QUIET.minusSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why())
        .isEqualTo("until nobody has used it for 2 hours (it was last used 119 minutes ago)");
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();

    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(sandbox.accepts(world.oldKey.reveal())).isFalse();
    assertThat(world.notes).isEmpty();
  }

  @Test
  void aClockThatIsAheadOfTheServersOrBehindItDoesNotChangeTheQuietTime() throws Exception {
    for (Duration ahead : List.of(Duration.ofMinutes(90), Duration.ofMinutes(-90))) {
      end();
      begin();
      world.ahead = ahead;
      start();
      pass(OVERLAP);
      world.use(world.oldKey);
      pass(QUIET.minusSeconds(5));
      assertThat(resume()).as(ahead.toString()).isEqualTo(RotationState.DRAINING);

      pass(Duration.ofSeconds(10));

      assertThat(resume()).as(ahead.toString()).isEqualTo(RotationState.DONE);
      assertThat(world.notes)
          .first()
          .asString()
          .startsWith("The clock of this machine is more than a minute ")
          .contains(ahead.isNegative() ? "behind the server's" : "ahead of the server's");
    }
  }

  @Test
  void theQuietTimeNeverEndsTheOverlap() throws Exception {
    start();
    world.use(world.oldKey);
    pass(OVERLAP.minusSeconds(1));

    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why())
        .isEqualTo(
            "until 2026-08-19T10:00:00Z, and until nobody has used it for 2 hours (it was last"
                + " used 23 hours ago)");
    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void theDeadlineEndsTheWaitAndTheNoteSaysWhatMayBreak() throws Exception {
    world.times = new DrainTimes(OVERLAP, QUIET, DEADLINE);
    start();
    pass(DEADLINE.minus(Duration.ofMinutes(12)));
    world.use(world.oldKey);
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why())
        .isEqualTo(
            "until nobody has used it for 2 hours (it was used just now), at the latest until"
                + " 2026-08-25T10:00:00Z");

    pass(Duration.ofMinutes(12));

    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(world.notes)
        .containsExactly(
            "The old key 'ci' (%s) was last used 12 minutes ago; it is revoked at the deadline, and"
                    .formatted(world.oldKey.prefix())
                + " whoever still uses it gets HTTP 401 from now on.");
  }

  @Test
  void atTheDeadlineAKeyThatIsQuietGoesWithoutANote() throws Exception {
    world.times = new DrainTimes(OVERLAP, QUIET, DEADLINE);
    start();
    world.use(world.oldKey);
    pass(DEADLINE);

    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(world.notes).isEmpty();
  }

  @Test
  void anUnknownLastUseIsNeverQuiet() throws Exception {
    world.times = new DrainTimes(OVERLAP, QUIET, DEADLINE);
    sandbox.reportLastUses(LastUseReports.NULL);
    start();
    pass(DEADLINE.minusSeconds(1));

    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why())
        .startsWith(
            "until nobody has used it for 2 hours (it may be in use, because the server does not"
                + " say when it was last used), at the latest until ");
    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(world.notes)
        .singleElement()
        .asString()
        .contains("may be in use, because the server does not say", "gets HTTP 401 from now on");
  }

  @Test
  void aTimeThatBecomesUnknownIsNotQuietEither() throws Exception {
    start();
    world.use(world.oldKey);
    resume();
    pass(OVERLAP.plus(QUIET));

    sandbox.reportLastUses(LastUseReports.NULL);
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    sandbox.reportLastUses(LastUseReports.ABSENT);
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.notes).isEmpty();
    sandbox.reportLastUses(LastUseReports.PROMPT);
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void onAServerWithoutLastUsesTheOverlapAloneDecidesAndOneNoteSaysSo() throws Exception {
    sandbox.reportLastUses(LastUseReports.ABSENT);
    start();
    String note =
        "The server does not say when keys were last used, so the overlap alone decides when the"
            + " old key 'ci' (%s) is revoked.".formatted(world.oldKey.prefix());
    assertThat(world.notes).containsExactly(note);
    world.notes.clear();
    pass(OVERLAP.minusSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why()).isEqualTo("until 2026-08-19T10:00:00Z");
    world.notes.clear();

    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(world.notes).containsExactly(note);
  }

  @Test
  void aServerThatNotesUsesLateStillKeepsAKeyThatIsUsedAllTheTime() throws Exception {
    sandbox.reportLastUses(LastUseReports.late(Duration.ofMinutes(90)));
    start();

    useFor(OVERLAP.plus(QUIET), Duration.ofMinutes(30));
    pass(Duration.ofMinutes(90));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    pass(Duration.ofMinutes(29));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    pass(Duration.ofMinutes(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void aTimeThatGoesBackCountsAsTheLaterOneAlsoAfterAKill() throws Exception {
    start();
    pass(OVERLAP);
    world.use(world.oldKey);
    Instant use = world.now;
    pass(Duration.ofMinutes(10));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().draining()).isEqualTo(new Draining(use.minus(OVERLAP), use));

    sandbox.reportLastUse(world.oldKey.prefix(), use.minus(Duration.ofDays(1)));
    pass(Duration.ofMinutes(109));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().draining().lastUse()).isEqualTo(use);
    pass(Duration.ofMinutes(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void aKillAfterTheLastUseWasSeenKeepsIt() throws Exception {
    start();
    pass(OVERLAP);
    world.use(world.oldKey);
    Instant use = world.now;
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    pass(QUIET);
    world.hook =
        Hooks.before(
            "GET me",
            1,
            () -> {
              throw new Killed();
            });
    try {
      world.rotation().resume(null);
    } catch (Killed e) {
      world.notes.add("killed");
    }
    world.hook = Hook.NONE;

    assertThat(world.notes).containsExactly("killed");
    assertThat(world.record().state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().draining().lastUse()).isEqualTo(use);
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void aTimeInTheFutureCountsAsNowAndIsForgottenWhenTheServerCorrectsItself() throws Exception {
    start();
    pass(OVERLAP);
    sandbox.reportLastUse(world.oldKey.prefix(), world.now.plus(Duration.ofDays(365)));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why()).contains("(it was used just now)");

    sandbox.reportLastUse(world.oldKey.prefix(), world.now.minus(QUIET));
    pass(QUIET.minusSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void aClockThatWasFarAheadAndIsSetRightDoesNotMakeTheWaitEndless() throws Exception {
    start();
    Instant right = world.now;
    world.use(world.oldKey);
    pass(Duration.ofDays(3650));
    sandbox.reportLastUse(world.oldKey.prefix(), world.now);
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().lastUse()).isEqualTo(world.now);

    world.now = right.plus(OVERLAP);
    sandbox.reportLastUse(world.oldKey.prefix(), right);
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    pass(QUIET);
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void afterTheDistributionNothingOfOursCallsWithTheOldKey() throws Exception {
    world.use(world.oldKey);
    start();
    sandbox.clearRequests();
    pass(OVERLAP.minusSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    drain();
    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);

    assertThat(callers()).containsOnly(world.minting.prefix(), world.record().newPrefix());
  }

  @Test
  void aKeyThatRotatesItselfIsNotUsedAfterTheDistributionEither() throws Exception {
    world.minting = world.oldKey;
    world.times = new DrainTimes(Duration.ZERO, QUIET, null);
    start();
    String newPrefix = world.record().newPrefix();
    List<RequestEntry> all = sandbox.requests();
    assertThat(all.get(all.size() - 1).keyPrefix()).isEqualTo(newPrefix);
    sandbox.clearRequests();

    // Whoever resumes gives the same minting key again.
    pass(QUIET.minusSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    drain();
    pass(Duration.ofSeconds(1));
    assertThat(resume()).isEqualTo(RotationState.DONE);

    assertThat(callers()).containsOnly(newPrefix);
  }

  @Test
  void aRunThatWaitsAsksForOneListAndNothingElse() throws Exception {
    start();
    sandbox.clearRequests();

    Rotation rotation = world.rotation();
    rotation.drain(rotation.resume(null));

    assertThat(sandbox.requests())
        .extracting(call -> call.method() + " " + call.path())
        .containsExactly("GET /v1/api_keys");
  }

  @Test
  void aKeyThatCannotBeAskedAboutWithoutItselfIsRefusedBeforeAnythingIsCreated() throws Exception {
    world.minting = world.oldKey;
    world.hook = Hooks.retyping("GET keys", 1, "ROUTES");

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessage(
            "the old key is the minting key too, and a new key of type ROUTES may not ask when the"
                + " old one was last used; give another minting key");
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void whereOnlyTheKeyItselfCouldAskTheRunStopsAndDoesNotAsk() throws Exception {
    start();
    world.minting = world.oldKey;
    world.held = null;
    sandbox.clearRequests();
    pass(OVERLAP);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e)
        .hasMessageStartingWith(
            "only the key " + world.oldKey.prefix() + " itself could ask when it was last used")
        .hasMessageContaining("give another minting key; every target has the new key");
    assertThat(sandbox.requests()).isEmpty();
  }

  @Test
  void aListThatFailsStopsTheRunOnlyWhenItIsNeeded() throws Exception {
    start();
    pass(OVERLAP.minusSeconds(1));
    sandbox.fault(Fault.status("GET", "/v1/api_keys", 403, "{}").times(9));
    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(drain().why())
        .isEqualTo("until 2026-08-19T10:00:00Z, and until nobody has used it for 2 hours");

    pass(Duration.ofSeconds(1));
    RotationException e = refused(() -> world.rotation().resume(null));
    sandbox.clearFaults();

    assertThat(e.status()).isEqualTo(403);
    assertThat(world.record().state()).isEqualTo(RotationState.DRAINING);
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
  }

  @Test
  void aKeyThatSomebodyRevokedIsNotWaitedFor() throws Exception {
    start();
    world.use(world.oldKey);
    world.revoke(world.oldKey.prefix());
    pass(OVERLAP);

    assertThat(resume()).isEqualTo(RotationState.DONE);
    assertThat(world.notes).singleElement().asString().endsWith("was already gone.");
  }

  @Test
  void onTheWayBackTheNewKeyIsTheOneThatIsWatched() throws Exception {
    start();
    ApiKey newKey = world.held;
    pass(Duration.ofHours(1));
    assertThat(world.rotation().abort(world.oldKey, null).lastUse()).isNotNull();
    pass(OVERLAP);
    world.use(newKey);
    world.use(world.oldKey);

    assertThat(resume()).isEqualTo(RotationState.VERIFIED);
    assertThat(drain().why())
        .isEqualTo("until nobody has used it for 2 hours (it was used just now)");
    pass(QUIET);
    world.use(world.oldKey);
    assertThat(resume()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void aKeyThatATargetHasAgainIsWrittenAndDrainsAnew() throws Exception {
    start();
    world.use(world.oldKey);
    pass(OVERLAP);
    world.places.put("a", world.oldKey);
    assertThat(refused(() -> world.rotation().resume(null)))
        .hasMessageContaining("a has the old key again");

    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().drainSince()).isEqualTo(world.now);
    pass(OVERLAP);
    assertThat(resume()).isEqualTo(RotationState.DONE);
  }

  @Test
  void timesThatNoCalendarKnowsWaitForEver() throws Exception {
    world.times =
        new DrainTimes(
            OVERLAP, Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE));
    start();
    world.use(world.oldKey);
    pass(OVERLAP.plus(DEADLINE));

    assertThat(resume()).isEqualTo(RotationState.DRAINING);
    assertThat(world.record().plan().times()).isEqualTo(world.times);
  }

  private void start() throws Exception {
    assertThat(world.rotation().start(world.request()).state()).isEqualTo(RotationState.DRAINING);
  }

  private RotationState resume() throws Exception {
    RotationState state = world.rotation().resume(null).state();
    assertThat(world.failingPlace()).isEmpty();
    return state;
  }

  private Drain.Verdict drain() throws Exception {
    return world.rotation().drain(world.record());
  }

  private void pass(Duration time) {
    world.now = world.now.plus(time);
  }

  /** A client uses the old key again and again, and after each use the rotation is resumed. */
  private void useFor(Duration time, Duration pause) throws Exception {
    for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(pause)) {
      pass(pause);
      world.use(world.oldKey);
      assertThat(resume()).isEqualTo(RotationState.DRAINING);
    }
  }

  private List<String> callers() {
    return sandbox.requests().stream().map(RequestEntry::keyPrefix).distinct().toList();
  }
}
