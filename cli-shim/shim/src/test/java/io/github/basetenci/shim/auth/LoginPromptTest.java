package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login asks a person on a terminal; a job is never asked. */
class LoginPromptTest {
  @Fixture private World world;

  @ParameterizedTest
  @ValueSource(strings = {"login", "login --with-api-key"})
  void itAsksForTheKeyWhereNoneIsGiven(String line) throws IOException {
    World.Run run = world.answers(KEY).run(line.split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).containsExactly("API key: ");
    assertThat(world.read(world.trussrc())).contains("api_key = " + KEY + "\n");
  }

  @Test
  void aKeyInTheEnvironmentIsNotAskedFor() {
    assertThat(world.set("BASETEN_API_KEY", KEY).answers(OTHER_KEY).run("login").code()).isZero();
    assertThat(world.questions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", ","})
  void anEmptyAnswerIsRefused(String answer) {
    World.Run run = (answer == null ? world.answers() : world.answers(answer)).run("login");

    assertThat(run.err()).isEqualTo("the API key from the terminal is empty; give the key alone\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void nonInteractiveAsksNothing() {
    World.Run run = world.answers(KEY).run("login", "--non-interactive");

    assertThat(run.code()).isEqualTo(2);
    assertThat(world.questions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"y, true", "Yes, true", "n, false", "'', false", "', ', false"})
  void itAsksBeforeItReplacesALogin(String answer, boolean replaced) throws IOException {
    world.set("BASETEN_API_KEY", KEY).run("login");
    world.set("BASETEN_API_KEY", OTHER_KEY).answers(answer);

    World.Run run = world.run("login");

    assertThat(world.questions()).containsExactly("Replace the existing login 'baseten'? [y/N] ");
    assertThat(world.read(world.trussrc())).contains(replaced ? OTHER_KEY : KEY);
    assertThat(run.code()).isEqualTo(replaced ? 0 : 2);
    if (!replaced) {
      assertThat(run.err())
          .isEqualTo("not replaced; pass --force to replace it without a question\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--force", "-f", "--non-interactive"})
  void aFlagReplacesALoginWithoutAQuestion(String flag) throws IOException {
    world.set("BASETEN_API_KEY", KEY).run("login");

    World.Run run = world.set("BASETEN_API_KEY", OTHER_KEY).answers("n").run("login", flag);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.questions()).isEmpty();
    assertThat(run.err())
        .contains(
            "Replaced remote 'baseten' in " + world.trussrc() + ".\n",
            "Replaced profile 'baseten' in " + world.authJson() + ".\n");
    assertThat(world.read(world.trussrc())).contains(OTHER_KEY);
  }
}
