package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Post undoes a main without a key that was killed, wherever. */
@Tag("long")
class KeylessKillTest {
  /** The lines that a main prints beside masks, at least. */
  private static final int LINES = 15;

  @TempDir Path directory;

  @Test
  void postUndoesAMainThatWasKilledAtAnyOfItsLines() throws Exception {
    assertThat(killedAndUndone(0, false)).isTrue();
    int masks = masks();
    int points = 0;
    while (killedAndUndone(masks + points, false)) {
      points++;
    }
    assertThat(points).isGreaterThanOrEqualTo(LINES);
  }

  @Test
  void aRenewalThatWasKilledAtAnyOfItsLinesIsUndoneWithTheLogin() throws Exception {
    int masks = masks();
    int points = 0;
    while (killedAndUndone(masks + points, true)) {
      points++;
    }
    assertThat(points).isGreaterThanOrEqualTo(LINES / 2);
  }

  /** The lines that hide the tokens of a main. Tokens of the sandbox have one length. */
  private int masks() throws Exception {
    Path place = Files.createDirectory(Files.createTempDirectory(directory, "job").resolve("w"));
    try (KeylessWorld world = new KeylessWorld(place)) {
      world.login();
      int masks = 0;
      for (String token : List.of(world.github().tokens().get(0), world.tokens().get(0))) {
        masks += KeyForms.of(ForeignToken.of(token)).size();
      }
      return masks;
    }
  }

  /**
   * One job whose main dies after so many lines.
   *
   * @param again whether it dies when it renews the login of an earlier step
   * @return whether it died before its end
   */
  private boolean killedAndUndone(int lines, boolean again) throws Exception {
    Path place = Files.createTempDirectory(directory, "job");
    Path containers = Files.createDirectory(place.resolve("containers"));
    int first = again ? Integer.MAX_VALUE : lines;
    KillingEngine engine = new KillingEngine(containers, first, Long.MAX_VALUE);
    try (KeylessWorld world =
        new KeylessWorld(place, KeylessWorld.JOB, SandboxOptions.defaults(), engine)) {
      world.job().set("BASETEN_API_KEY", ActionWorld.OTHER_KEY);
      Map<String, String> before = new LinkedHashMap<>(world.job().variables());

      Stage main = world.login();
      if (again) {
        assertThat(main.code()).as(main.text()).isZero();
        engine.lines(lines);
        main = world.login();
      }
      List<Stage> posts = world.job().end();

      for (Stage post : posts) {
        assertThat(post.code()).as(main + "\n" + post).isZero();
        assertThat(post.said("warning")).as(main + "\n" + post).isEmpty();
      }
      assertThat(world.left()).as(main.text()).isEmpty();
      for (String secret : world.secrets()) {
        assertThat(world.filesWith(secret)).allMatch(name -> name.startsWith("output"));
      }
      before.forEach(
          (name, value) -> assertThat(world.job().variables()).containsEntry(name, value));
      return main.code() == KilledMain.KILLED;
    }
  }
}
