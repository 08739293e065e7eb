package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The old key goes when nothing speaks against it, and not before. */
class RevocationTest {
  @Fixture private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new RotationWorld(sandbox, "a", "b");
  }

  @Test
  void anOldKeyIsNotRevokedWhileATargetFails() throws Exception {
    world.hook = Hooks.failing(sandbox, "write b", null);

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessageContaining("1 of 2 targets could not be written: b: write b injected")
        .hasMessageContaining("both work, and 1 of 2 targets have the new one");
    world.now = world.now.plus(Duration.ofDays(365));
    world.hook = Hook.NONE;
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DRAINING);
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
  }

  @Test
  void anOldKeyThatIsBackInATargetIsNotRevoked() throws Exception {
    world.rotation().start(world.request());
    world.places.put("a", world.oldKey);
    world.now = world.now.plus(RotationWorld.OVERLAP);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e).hasMessageContaining("a has the old key again, so it was not revoked");
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
    // Written again, with an overlap of its own.
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DRAINING);
    world.now = world.now.plus(RotationWorld.OVERLAP);
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.failingPlace()).isEmpty();
  }

  @Test
  void anOldKeyIsNotRevokedWhenTheNewOneIsGone() throws Exception {
    RotationRecord record = world.rotation().start(world.request());
    world.revoke(record.newPrefix());
    world.now = world.now.plus(RotationWorld.OVERLAP);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e).hasMessageContaining("the server refuses the new key");
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
  }

  @Test
  void anOldKeyThatIsGoneAlreadyIsSaidAndIsNoFailure() throws Exception {
    world.rotation().start(world.request());
    world.revoke(world.oldKey.prefix());
    world.now = world.now.plus(RotationWorld.OVERLAP);

    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.notes).anyMatch(note -> note.endsWith("was already gone."));
  }

  @Test
  void aRevocationThatMayNotBeDoneLeavesBothKeysAndSaysSo() throws Exception {
    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);
    world.hook = Hooks.failing(sandbox, "DELETE key", Fault.status("DELETE", "/v1/", 403, "{}"));

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e).hasMessageContaining("the old key 'ci'").hasMessageContaining("still works");
    assertThat(e.status()).isEqualTo(403);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
  }

  @Test
  void aPageThatSaysNotFoundIsNoProofThatTheOldKeyIsGone() throws Exception {
    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);
    world.hook =
        Hooks.failing(sandbox, "DELETE key", Fault.status("DELETE", "/v1/", 404, "<h1>No</h1>"));

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e).hasMessageContaining("but that was not Baseten");
    assertThat(world.record().state()).isNotEqualTo(RotationState.DONE);
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
  }

  @Test
  void anOldKeyThatIsStillListedAfterItsRevocationFailsLoudly() throws Exception {
    world.rotation().start(world.request());
    world.now = world.now.plus(RotationWorld.OVERLAP);
    world.hook = Hooks.failing(sandbox, "DELETE key", Fault.status("DELETE", "/v1/", 200, "{}"));

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e).hasMessageContaining("still lists the old key that was revoked");
  }
}
