package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Going back leaves the old key everywhere, and deletes nothing but the new one. */
class RollbackTest {
  @Fixture private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new RotationWorld(sandbox, "a", "b");
  }

  @Test
  void nothingButThisRotationsOwnKeyIsEverDeleted() throws Exception {
    world.startKilledBefore("write a");
    // A journal that was changed by hand to name another key.
    String other = ApiKey.of(sandbox.key(KeyType.WORKSPACE_MANAGE_ALL)).prefix();
    world.journal = world.journal.replace(world.record().newPrefix(), other);
    world.journal = world.journal.replace("ATTEMPTED", "PENDING");

    RotationException e = refused(() -> world.rotation().abort(null, null));

    assertThat(e).hasMessageContaining("not the one that this rotation created");
    assertThat(sandbox.keyNames()).contains("workspace-manage-all", "ci", "ci-2");
  }

  @Test
  void anAbortBeforeTheFirstTargetNeedsNoOldKey() throws Exception {
    world.startKilledBefore("GET me", 2);

    assertThat(world.rotation().abort(null, null).state()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void anAbortPutsTheOldKeyBackAndLetsTheNewOneLiveOnForJobsThatRun() throws Exception {
    world.rotation().start(world.request());
    assertThat(refused(() -> world.rotation().abort(null, null)))
        .hasMessageContaining("its text is needed");

    RotationRecord record = world.rotation().abort(world.oldKey, null);

    assertThat(record.state()).isEqualTo(RotationState.VERIFIED);
    assertThat(world.places.values()).containsOnly(world.oldKey);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
    world.now = world.now.plus(RotationWorld.OVERLAP);
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.line()).containsOnlyKeys("ci");
    assertThat(world.held).isNull();
  }

  @Test
  void afterTheRevocationThereIsNoWayBack() throws Exception {
    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);
    world.hook = Hooks.failing(sandbox, "holder clear", null);
    refused(() -> world.rotation().resume(null));
    world.hook = Hook.NONE;

    assertThat(refused(() -> world.rotation().abort(world.oldKey, null)))
        .hasMessageContaining("is revoked and cannot come back");
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(refused(() -> world.rotation().resume(null))).hasMessageContaining("is at its end");
  }

  /** A run that is killed after the revocation has noted nothing of it. */
  @Test
  void anAbortAfterARevocationThatNobodyNotedStopsAndTheNextOneGoesOnToTheEnd() throws Exception {
    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);
    world.hook = Hooks.failing(sandbox, "journal save", null);
    refused(() -> world.rotation().resume(null));
    world.hook = Hook.NONE;
    assertThat(world.line()).containsOnlyKeys("ci-2");
    assertThat(world.record().state()).isEqualTo(RotationState.DRAINING);

    assertThat(refused(() -> world.rotation().abort(world.oldKey, null)))
        .hasMessageContaining("refuses the old key");
    RotationRecord record = world.rotation().abort(world.oldKey, null);

    assertThat(record.state()).isEqualTo(RotationState.DONE);
    assertThat(world.held).isNull();
    assertThat(world.notes)
        .contains(
            "The old key 'ci' (%s) is revoked and cannot come back, so the rotation goes on to its"
                    .formatted(world.oldKey.prefix())
                + " end.");
    assertThat(world.failingPlace()).isEmpty();
    assertThat(world.line()).containsOnlyKeys("ci-2");
  }
}
