package io.github.basetenci.keys;

import static io.github.basetenci.keys.KeysWorld.WAITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.Test;

class KeyWatchTest {
  @Fixture private KeysWorld world;

  @Test
  void aListedKeyIsFoundAtOnce() throws Exception {
    String prefix = world.created().prefix();

    assertThat(world.watch().appears(KeysWorld::isNamed)).matches(k -> k.get().hasPrefix(prefix));
    assertThat(world.waited).isEmpty();
  }

  @Test
  void aKeyThatIsListedLateIsWaitedFor() throws Exception {
    world.created();
    world.emptyLists(2);

    assertThat(world.watch().appears(KeysWorld::isNamed)).isPresent();
    assertThat(world.waited).isEqualTo(WAITS.subList(0, 2));
  }

  @Test
  void aKeyThatIsNeverListedIsNotWaitedForForEver() throws Exception {
    assertThat(world.watch().appears(KeysWorld::isNamed)).isEmpty();
    assertThat(world.waited).isEqualTo(WAITS);
  }

  @Test
  void aKeyThatIsNotListedHasVanishedAtOnce() throws Exception {
    assertThat(world.watch().vanishes("nosuchky")).isTrue();
    assertThat(world.waited).isEmpty();
  }

  @Test
  void aKeyThatLeavesTheListLateIsWaitedFor() throws Exception {
    world.listsOnly("goingkey", 3);

    assertThat(world.watch().vanishes("goingkey")).isTrue();
    assertThat(world.waited).isEqualTo(WAITS);
  }

  @Test
  void aKeyThatStaysInTheListHasNotVanished() throws Exception {
    String prefix = world.created().prefix();

    assertThat(world.watch().vanishes(prefix)).isFalse();
    assertThat(world.waited).isEqualTo(WAITS);
  }

  @Test
  void aRefusalIsNoAnswer() {
    world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 403, "{}").times(2));

    assertThatThrownBy(() -> world.watch().appears(KeysWorld::isNamed))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> world.watch().vanishes("nosuchky")).isInstanceOf(ApiException.class);
  }
}
