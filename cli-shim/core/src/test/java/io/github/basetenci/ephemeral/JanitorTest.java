package io.github.basetenci.ephemeral;

import static io.github.basetenci.ephemeral.EphemeralWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JanitorTest {
  private static final Duration HOUR = Janitor.GRACE;

  private SandboxOptions options = SandboxOptions.defaults();
  private EphemeralWorld world;
  private int seeded;

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void aKeyIsDeletedAnHourAfterItsEndAndNoSecondSooner() throws Exception {
    String ended = seed(NOW.minus(HOUR).minusSeconds(1));
    String young = seed(NOW.minus(HOUR));
    String living = seed(NOW.plus(HOUR));

    Janitor.Swept swept = sweep(ClockBounds.of(NOW, null));

    assertThat(swept.deleted()).extracting(EphemeralName::name).containsExactly(ended);
    assertThat(swept.problem()).isNull();
    assertThat(world.sandbox.keyNames()).contains(young, living).doesNotContain(ended);
  }

  @Test
  void theEarlierOfTwoClocksCounts() throws Exception {
    seed(NOW.minus(Duration.ofDays(1)));
    Instant before = NOW.minus(Duration.ofDays(2));

    assertThat(sweep(ClockBounds.of(NOW, before)).deleted()).isEmpty();
    assertThat(sweep(ClockBounds.of(before, NOW)).deleted()).isEmpty();
    assertThat(sweep(ClockBounds.of(NOW, NOW)).deleted()).hasSize(1);
  }

  @Test
  void noOtherNameAndNoOtherKindOfKeyIsTouched() throws Exception {
    String old = EphemeralName.of(Instant.EPOCH, "job", "00000000").name();
    for (String name :
        List.of("ci", old + "-2", "x" + old, old.toUpperCase(java.util.Locale.ROOT))) {
      options = options.withKey(key(), KeyType.WORKSPACE_MANAGE_ALL, null, name);
    }
    options = options.withKey(key(), KeyType.WORKSPACE_MANAGE_ALL, null, null);
    options = options.withKey(key(), KeyType.PERSONAL, null, old);
    options = options.withKey(key(), KeyType.WORKSPACE_MANAGE_API_KEYS, null, old);

    start();
    ApiKey admin = EphemeralWorld.key(world.sandbox.key(KeyType.PERSONAL));
    int before = world.api(admin).apiKeys().size();

    assertThat(sweep(ClockBounds.of(NOW, null)).deleted()).isEmpty();
    assertThat(world.api(admin).apiKeys()).hasSize(before);
  }

  @Test
  void theKeyThatAsksIsNeverDeletedWhateverItsName() throws Exception {
    String name = seed(Instant.EPOCH);
    start();
    ApiKey asking = EphemeralWorld.key("seeded1.0123456789ABCDEFGHIJKLMNOPQRSTUV");

    Janitor janitor = new Janitor(world.api(asking), asking.prefix());

    assertThat(janitor.sweep(world.listed(), ClockBounds.of(NOW, null)).deleted()).isEmpty();
    assertThat(world.sandbox.keyNames()).contains(name);
  }

  @Test
  void oneSweepIsBoundedAndTheNextGoesOn() throws Exception {
    for (int i = 0; i < Janitor.MOST_AT_ONCE + 5; i++) {
      seed(Instant.EPOCH.plusSeconds(i));
    }

    assertThat(sweep(ClockBounds.of(NOW, null)).deleted()).hasSize(Janitor.MOST_AT_ONCE);
    assertThat(sweep(ClockBounds.of(NOW, null)).deleted()).hasSize(5);
  }

  @Test
  void twoJanitorsDoNotDisturbEachOther() throws Exception {
    seed(Instant.EPOCH);
    seed(Instant.EPOCH.plusSeconds(1));
    start();
    var listed = world.listed();
    ClockBounds now = ClockBounds.of(NOW, null);

    Janitor first = new Janitor(world.api(), world.minting.prefix());
    Janitor second = new Janitor(world.api(), world.minting.prefix());

    assertThat(first.sweep(listed, now).deleted()).hasSize(2);
    assertThat(second.sweep(listed, now).problem()).isNull();
  }

  @Test
  void aRefusalEndsTheSweepAndIsTold() throws Exception {
    seed(Instant.EPOCH);
    seed(Instant.EPOCH.plusSeconds(1));
    start();
    world.sandbox.fault(Fault.status("DELETE", "/v1/api_keys/", 403, "{}").times(1));

    Janitor.Swept swept = sweep(ClockBounds.of(NOW, null));

    assertThat(swept.deleted()).isEmpty();
    assertThat(swept.problem()).contains("does not allow this key to DELETE");
    assertThat(world.sandbox.requests())
        .filteredOn(call -> call.method().equals("DELETE"))
        .hasSize(1);
  }

  /** The name of a key that is there when the sandbox starts. */
  private String seed(Instant end) {
    String name = EphemeralName.of(end, "job", "%08x".formatted(seeded)).name();
    options = options.withKey(key(), KeyType.WORKSPACE_MANAGE_ALL, null, name);
    return name;
  }

  private String key() {
    return "seeded" + ++seeded + ".0123456789ABCDEFGHIJKLMNOPQRSTUV";
  }

  private void start() throws IOException {
    if (world == null) {
      world = new EphemeralWorld(options);
    }
  }

  private Janitor.Swept sweep(ClockBounds now) throws Exception {
    start();
    return new Janitor(world.api(), world.minting.prefix()).sweep(world.listed(), now);
  }
}
