package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Post undoes a main that was killed, wherever. */
class KillTest {
  @TempDir Path directory;

  @Test
  void postUndoesAMainThatWasKilledAtAnyOfItsLines() throws Exception {
    int masks = KeyForms.of(ApiKey.of(KEY)).size();
    int points = 0;
    // Two points within the masks, and then every single line until one main ends by itself.
    for (int lines : List.of(0, masks / 2)) {
      assertThat(killedAndUndone(lines, Long.MAX_VALUE)).isTrue();
      points++;
    }
    int lines = masks;
    while (killedAndUndone(lines, Long.MAX_VALUE)) {
      lines++;
      points++;
    }
    assertThat(points).isGreaterThanOrEqualTo(20);
  }

  @Test
  void postUndoesAMainThatWasKilledAtAnyTime() throws Exception {
    long begin = System.nanoTime();
    killedAndUndone(Integer.MAX_VALUE, Long.MAX_VALUE);
    long whole = System.nanoTime() - begin;

    for (int i = 1; i <= 20; i++) {
      killedAndUndone(Integer.MAX_VALUE, whole / 2 + i * whole / 40);
    }
  }

  /**
   * One job whose main dies after so many lines or nanoseconds.
   *
   * @return whether it died before its end
   */
  private boolean killedAndUndone(int lines, long nanos) throws Exception {
    Path place = Files.createTempDirectory(directory, "job");
    Path containers = Files.createDirectory(place.resolve("containers"));
    try (ActionWorld world = new ActionWorld(place, new KillingEngine(containers, lines, nanos))) {
      world.job().set("BASETEN_API_KEY", ActionWorld.OTHER_KEY);
      Map<String, String> before = new LinkedHashMap<>(world.job().variables());

      Stage main = world.login("export", "both");
      List<Stage> post = world.job().end();

      assertThat(post)
          .singleElement()
          .satisfies(
              stage -> {
                assertThat(stage.code()).as(main + "\n" + stage).isZero();
                assertThat(stage.said("warning")).as(main + "\n" + stage).isEmpty();
              });
      assertThat(world.left()).as(main.text()).isEmpty();
      before.forEach(
          (name, value) -> assertThat(world.job().variables()).containsEntry(name, value));
      assertThat(world.job().variables()).doesNotContainValue(KEY);
      return main.code() == KilledMain.KILLED;
    }
  }
}
