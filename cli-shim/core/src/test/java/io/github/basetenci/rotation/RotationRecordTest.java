package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Sandbox;
import org.junit.jupiter.api.Test;

class RotationRecordTest {
  @Test
  void theOldKeyIsTheOneThatLeavesAndOnTheWayBackTheNewOne() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      RotationWorld world = new RotationWorld(sandbox, "a");
      RotationRecord record = world.rotation().start(world.request());

      assertThat(record.leavingPrefix()).isEqualTo(world.oldKey.prefix());
      assertThat(record.goingBack().leavingPrefix()).isEqualTo(world.held.prefix());
    }
  }
}
