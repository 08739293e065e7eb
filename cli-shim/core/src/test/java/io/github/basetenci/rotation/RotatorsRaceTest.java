package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two rotations of one key at once, on two machines that know nothing of each other. */
class RotatorsRaceTest {
  private static final int ROUNDS = 25;

  @Test
  void oneWinsAndTheOtherSaysWhyAndChangesNothing() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try (Sandbox sandbox = Sandbox.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        RotationWorld one = new RotationWorld(sandbox, "a");
        RotationWorld other = one.otherMachine("b");
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<String>> ends = new ArrayList<>();
        for (RotationWorld world : List.of(one, other)) {
          ends.add(both.submit(start(world, together)));
        }
        List<String> said = List.of(ends.get(0).get(), ends.get(1).get());

        assertThat(said).as("round " + round).filteredOn(String::isEmpty).hasSize(1);
        RotationWorld winner = said.get(0).isEmpty() ? one : other;
        RotationWorld loser = winner == one ? other : one;
        assertThat(said)
            .anyMatch(end -> end.contains("the name of the new key is taken by 'ci-2'"));
        assertThat(winner.record().state()).isEqualTo(RotationState.DRAINING);
        assertThat(winner.failingPlace()).isEmpty();
        assertThat(loser.places.values()).containsOnly(loser.oldKey);
        assertThat(loser.held).isNull();
        assertThat(loser.journal == null || loser.record().state().isFinal()).isTrue();
        assertThat(one.line()).containsOnlyKeys("ci", "ci-2");
        one.clean();
      }
    } finally {
      both.shutdownNow();
    }
  }

  private static Callable<String> start(RotationWorld world, CyclicBarrier together) {
    return () -> {
      together.await();
      try {
        world.rotation().start(world.request());
        return "";
      } catch (RotationException e) {
        return e.getMessage();
      }
    };
  }
}
