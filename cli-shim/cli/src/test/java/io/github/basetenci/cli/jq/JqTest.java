package io.github.basetenci.cli.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        ".auth_type @ \"api_key\"",
        ".stores[] | .store @ \"truss\" \"baseten\"",
        ".nothing @ null",
        ".stores | length @ 2",
        "empty @ ''"
      })
  void everyResultIsAJsonValueOnALineOfItsOwn(String expression, String expected) {
    World.Run run = world.run("auth", "status", "--jq", expression);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(expected.isEmpty() ? "" : expected.replace(' ', '\n') + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "none"})
  void theFilterNeedsAJsonFormat(String format) throws IOException {
    World.Run run = world.run("login", "--jq", ".profile", "-o", format);

    assertThat(run.err()).isEqualTo("--jq cannot be used with --output " + format + "\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(world.trussrc()).doesNotExist();
  }

  @Test
  void aWrongExpressionIsRefusedBeforeAnythingIsDone() {
    World.Run run = world.run("login", "--jq", ".[");

    assertThat(run.err()).startsWith("invalid jq expression: ").hasLineCount(1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void anExpressionThatFailsOnItsInputFailsAfterTheCommandDidItsWork() {
    World.Run run = world.run("login", "--jq", ".profile | error", "--log", "W");

    assertThat(run.err()).endsWith("jq error: baseten\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.trussrc()).exists();
  }
}
