package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationTest {
  @Fixture private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new RotationWorld(sandbox, "a", "b");
  }

  @Test
  void everyTargetGetsTheNewKeyAndTheOldOneGoesAfterTheOverlap() throws Exception {
    RotationRecord record = world.rotation().start(world.request());

    assertThat(record.state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.places.values()).doesNotContain(world.oldKey).hasSize(2);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");

    world.now = world.now.plus(RotationWorld.OVERLAP).minusSeconds(1);
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DRAINING);
    world.now = world.now.plusSeconds(1);
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.line()).containsOnlyKeys("ci-2");
    assertThat(world.failingPlace()).isEmpty();
    assertThat(world.held).isNull();
  }

  @Test
  void theNewKeyHasTypeTeamAndModelsOfTheOldOne() throws Exception {
    ApiKey invoke = world.create(ApiKeyType.WORKSPACE_INVOKE, "ci-models", List.of("m1", "m2"));
    world.places.replaceAll((name, key) -> invoke);

    world.rotation().start(new RotationRequest(invoke.prefix(), true, Duration.ofHours(1)));

    assertThat(world.line().get("ci-models-2"))
        .satisfies(
            key -> {
              assertThat(key.type()).isEqualTo(ApiKeyType.WORKSPACE_INVOKE);
              assertThat(key.modelIds()).containsExactly("m1", "m2");
              assertThat(key.teamName()).isEqualTo(Sandbox.DEFAULT_TEAM);
            });
  }

  @Test
  void aKeyRotatesItselfAndItsSuccessorRevokesIt() throws Exception {
    world.minting = world.oldKey;

    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);

    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.line()).containsOnlyKeys("ci-2");
    assertThat(sandbox.requests())
        .filteredOn(request -> request.method().equals("DELETE"))
        .extracting(request -> request.keyPrefix())
        .containsExactly(world.line().get("ci-2").prefix());
  }

  @Test
  void aPreviewChangesNothing() throws Exception {
    sandbox.clearRequests();
    Rotation.Preview preview = world.rotation().preview(world.request());

    assertThat(preview.plan().newName()).isEqualTo("ci-2");
    assertThat(preview.plan().targets()).containsExactly("a", "b");
    assertThat(world.journal).isNull();
    assertThat(sandbox.requests()).extracting(request -> request.method()).containsOnly("GET");
  }

  @Test
  void aPreviewNamesWhatEarlierRotationsMayHaveLeft() throws Exception {
    ApiKey left = world.create(ApiKeyType.WORKSPACE_MANAGE_ALL, "ci-7", null);
    world.create(ApiKeyType.WORKSPACE_MANAGE_ALL, "ci-x-3", null);

    assertThat(world.rotation().preview(world.request()).earlierKeys())
        .extracting(key -> key.prefix())
        .containsExactly(left.prefix());
  }

  @Test
  void theLostAnswerOfACreationLeavesNoKeyBehind() throws Exception {
    world.hook = Hooks.failing(sandbox, "POST key", Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/"));

    RotationRecord record = world.rotation().start(world.request());

    assertThat(record.state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
    assertThat(world.line().get("ci-2").prefix()).isEqualTo(record.newPrefix());
    assertThat(sandbox.accepts(world.held.reveal())).isTrue();
    assertThat(world.notes).anyMatch(note -> note.contains("nobody has its text"));
  }

  @Test
  void aKeyOfTheNewNameIsDeletedOnlyWhenItIsNamed() throws Exception {
    world.startKilledBefore("POST key");
    ApiKey others = world.create(ApiKeyType.WORKSPACE_MANAGE_ALL, "ci-2", null);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e.unclaimedKey()).isEqualTo(others.prefix());
    assertThat(sandbox.accepts(others.reveal())).isTrue();
    assertThat(refused(() -> world.rotation().resume("nosuchky")).unclaimedKey())
        .isEqualTo(others.prefix());
    assertThat(world.rotation().resume(others.prefix()).state()).isEqualTo(RotationState.DRAINING);
    assertThat(sandbox.accepts(others.reveal())).isFalse();
  }

  @Test
  void withoutItsJournalARotationGoesOnFromTheNamesAndTheHolder() throws Exception {
    world.startKilledBefore("write b");
    world.journal = null;

    RotationRecord record = world.rotation().resume(world.request(), null);

    assertThat(record.state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
    assertThat(world.places.get("b").prefix()).isEqualTo(record.newPrefix());
  }

  @Test
  void withoutJournalAndHolderNothingIsDeletedUnasked() throws Exception {
    world.rotation().start(world.request());
    world.journal = null;
    world.held = null;

    RotationException e = refused(() -> world.rotation().resume(world.request(), null));

    assertThat(e.unclaimedKey()).isEqualTo(world.places.get("a").prefix());
    assertThat(world.failingPlace()).isEmpty();
  }

  @Test
  void aHolderThatFailsCostsTheNewKeyAndNothingElse() throws Exception {
    world.hook = Hooks.failing(sandbox, "holder save", null);

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("injected").hasMessageContaining("no new key is left");
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void aNewKeyThatTheServerRefusesIsDeleted() throws Exception {
    world.hook =
        Hooks.failing(sandbox, "GET me", 2, 9, Fault.status("GET", "/v1/users/me", 401, "{}"));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("the new key cannot be used: the server refuses it");
    assertThat(world.record().state()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.line()).containsOnlyKeys("ci");
    assertThat(world.held).isNull();
  }

  @Test
  void aPageThatSaysForbiddenIsNoProofThatTheNewKeyWorks() throws Exception {
    world.hook =
        Hooks.failing(
            sandbox, "GET me", 2, 9, Fault.status("GET", "/v1/users/me", 403, "<h1>No</h1>"));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("but that was not Baseten");
    assertThat(world.record().state()).isNotIn(RotationState.VERIFIED, RotationState.DRAINING);
  }

  @Test
  void aNewKeyThatTheServerNeedsAMomentForIsWaitedFor() throws Exception {
    world.hook =
        Hooks.failing(sandbox, "GET me", 2, 3, Fault.status("GET", "/v1/users/me", 401, "{}"));

    assertThat(world.rotation().start(world.request()).state()).isEqualTo(RotationState.DRAINING);
    assertThat(world.waits).contains(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aNewKeyOfAnotherTypeIsDeleted() throws Exception {
    world.hook = Hooks.retyping("GET keys", 3, "WORKSPACE_MANAGE_API_KEYS");

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("its type is not WORKSPACE_MANAGE_ALL");
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void aTargetThatThrowsAnythingStopsNoOther() throws Exception {
    world.parallel = 4;
    Target broken =
        new FixedTarget("broken") {
          @Override
          public void write(ApiKey key, String expectedPrefix) {
            throw new IllegalStateException(key.reveal());
          }
        };
    FixedTarget sound = new FixedTarget("sound");

    RotationException e =
        refused(() -> world.rotation(List.of(broken, sound)).start(world.request()));

    assertThat(e)
        .hasMessageContaining("broken: internal error: java.lang.IllegalStateException;")
        .hasMessageNotContaining(world.held.reveal());
    assertThat(sound.key).isEqualTo(world.held);
  }

  /** A write that came later could put the new key back over the old one. */
  @Test
  void nothingIsWrittenAnyMoreOnceAFailureIsTold() throws Exception {
    world.parallel = 2;
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Target failing =
        new FixedTarget("failing") {
          @Override
          public void write(ApiKey key, String expectedPrefix) throws InterruptedException {
            begun.await();
            throw new Killed();
          }
        };
    FixedTarget slow =
        new FixedTarget("slow") {
          @Override
          public void write(ApiKey newKey, String expectedPrefix) {
            begun.countDown();
            while (!Thread.interrupted()) {
              Thread.onSpinWait();
            }
            while (!told.get() && caller.getState() != Thread.State.TIMED_WAITING) {
              Thread.onSpinWait();
            }
            key = newKey;
          }
        };
    Rotation rotation = world.rotation(List.of(failing, slow));

    assertThatThrownBy(() -> rotation.start(world.request())).isInstanceOf(Killed.class);
    ApiKey written = slow.key;
    told.set(true);

    assertThat(written).isEqualTo(world.held);
  }

  @Test
  void noMoreTargetsAreWrittenAtATimeThanAllowed() throws Exception {
    world.parallel = 3;
    Crowd crowd = new Crowd();
    List<Target> targets = IntStream.range(0, 40).<Target>mapToObj(crowd::member).toList();

    world.rotation(targets).start(world.request());

    assertThat(crowd.most.get()).isBetween(2, 3);
    assertThat(world.record().targets()).hasSize(40);
  }
}
