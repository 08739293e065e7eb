package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds a key on this machine is named before that key is revoked. */
class LocalLoginsTest {
  @Fixture private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new RotationWorld(sandbox, "a");
  }

  @Test
  void aLoginWithTheOldKeyIsNamedBeforeAnythingIsCreated() throws Exception {
    world.stored.put("a", world.oldKey);
    world.stored.put("profile:x", world.oldKey);
    world.stored.put("profile:y", ApiKey.of("otherkey.0123456789012345678901234567890a"));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessageStartingWith("nothing was changed: the key 'ci' (")
        .hasMessageEndingWith(" would stop working in profile:x, which no target writes");
    assertThat(e.leftBehind()).containsExactly("profile:x");
    world.assertNothingChanged();
  }

  @Test
  void theWholeKeyIsComparedWhereItIsKnownAndElseItsPrefix() throws Exception {
    world.stored.put("profile:x", ApiKey.of(world.oldKey.prefix() + ".another"));

    assertThat(refused(() -> world.rotation().preview(world.request())).leftBehind())
        .containsExactly("profile:x");
    world.known = world.oldKey;
    assertThat(world.rotation().preview(world.request()).plan().leftBehind()).isEmpty();
  }

  @Test
  void whatMayBeLeftBehindIsInThePlanAndInTheJournal() throws Exception {
    world.stored.put("profile:x", world.oldKey);
    world.leaveBehind = Set.of("profile:x", "profile:unknown");
    world.rotation().start(world.request());
    world.leaveBehind = Set.of();
    world.now = world.now.plus(RotationWorld.OVERLAP);

    assertThat(world.record().plan().leftBehind()).containsExactly("profile:x");
    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.notes).contains("profile:x was left behind with the old key.");
  }

  @Test
  void aLoginThatCannotBeSearchedIsNamedBeforeAnythingIsCreated() throws Exception {
    world.unsearched.put("a", "the keyring is locked");
    world.unsearched.put("profile:x", "the keyring is locked");

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessageStartingWith("nothing was changed: the key 'ci' (")
        .hasMessageEndingWith(
            " may stop working in profile:x, which could not be searched for it: the keyring is"
                + " locked");
    assertThat(e.leftBehind()).containsExactly("profile:x");
    world.assertNothingChanged();
  }

  @Test
  void aLoginThatCannotBeSearchedMayBeLeftBehind() throws Exception {
    world.unsearched.put("profile:x", "the keyring is locked");
    world.leaveBehind = Set.of("profile:x");
    world.rotation().start(world.request());
    world.leaveBehind = Set.of();
    world.now = world.now.plus(RotationWorld.OVERLAP);

    assertThat(world.rotation().resume(null).state()).isEqualTo(RotationState.DONE);
    assertThat(world.notes)
        .contains("profile:x was not searched, and may be left behind with the old key.");
  }

  @Test
  void aKeyringThatIsLockedLaterKeepsTheOldKeyAlive() throws Exception {
    world.rotation().start(world.request());
    world.unsearched.put("profile:x", "the keyring is locked");
    world.now = world.now.plus(RotationWorld.OVERLAP);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e)
        .hasMessageStartingWith("the old key 'ci' (")
        .hasMessageContaining(
            ") may still be in profile:x, which could not be searched for it: the keyring is"
                + " locked, so it was not revoked; every target");
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
  }

  @Test
  void aJournalOfAnOlderVersionLeavesNothingBehind() throws Exception {
    world.rotation().start(world.request());
    world.journal = world.journal.replaceAll("(?s),\\s*\"left_behind\": \\[.*?\\]", "");
    assertThat(world.journal).doesNotContain("left_behind");
    world.stored.put("profile:x", world.oldKey);
    world.now = world.now.plus(RotationWorld.OVERLAP);

    RotationException e = refused(() -> world.rotation().resume(null));

    assertThat(e)
        .hasMessageStartingWith("the old key 'ci' (")
        .hasMessageContaining(") is still in profile:x, so it was not revoked; every target");
    assertThat(e.leftBehind()).containsExactly("profile:x");
    assertThat(e.record().state()).isEqualTo(RotationState.DRAINING);
    assertThat(sandbox.accepts(world.oldKey.reveal())).isTrue();
  }

  @Test
  void aKeyThatALoginHoldsIsNoOrphan() throws Exception {
    world.startKilledBefore("holder save");
    ApiKey lost = ApiKey.of(world.record().newPrefix() + ".0123456789012345678901234567890a");
    world.stored.put("profile:x", lost);

    RotationException e = refused(() -> world.rotation().resume(lost.prefix()));

    assertThat(e)
        .hasMessageStartingWith("the new key 'ci-2' (")
        .hasMessageContaining(") is still in profile:x, so it was not deleted");
    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
  }
}
