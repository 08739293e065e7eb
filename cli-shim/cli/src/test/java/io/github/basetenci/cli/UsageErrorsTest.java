package io.github.basetenci.cli;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageErrorsTest {
  @Fixture private World world;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth nope | unknown command; use one of login, logout, status, switch; see 'baseten-ci auth --help'",
        "auth | a command is missing; use one of login, logout, status, switch",
        "auth status --unknown | unknown option --unknown; see 'baseten-ci auth status --help'",
        "login --remote | --remote needs a value; see 'baseten-ci login --help'",
        "login --remote a --remote b | --remote is given more than once; see 'baseten-ci login --help'",
        "login extra | unexpected argument; see 'baseten-ci login --help'",
        "auth status --output yaml | invalid value for --output: use one of text, json, jsonl, none; see 'baseten-ci auth status --help'",
        "auth status --timeout soon | invalid value for --timeout: use a number of seconds, or one with s, m or h, as in 2m; see 'baseten-ci auth status --help'",
        "auth status --log loud | invalid value for --log: use warning, humanfriendly, info, debug, W, I or D; see 'baseten-ci auth status --help'",
        "auth logout --store both | invalid value for --store: use truss, baseten, or truss,baseten; see 'baseten-ci auth logout --help'",
        "sandbox --port http | invalid value for --port: use a whole number; see 'baseten-ci sandbox --help'",
        "profiles use | NAME is missing; see 'baseten-ci profiles use --help'",
        "profiles get colour | invalid value for KEY: use remote-url, team, auth-type or key-prefix; see 'baseten-ci profiles get --help'",
        "auth logout --all=yes | --all takes no value; see 'baseten-ci auth logout --help'"
      })
  void aUsageErrorIsOneSentenceWithExitCode2(String line, String sentence) {
    World.Run run = world.run(line.split(" "));

    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void noCommandAtAllNamesTheCommands() {
    World.Run run = world.run();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("a command is missing; use one of auth, login, logout,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "auth %s",
        "auth login %s",
        "auth login -%s",
        "auth login --%s",
        "auth login --key=%s",
        "auth login --output %s",
        "auth login -o%s",
        "auth login --log=%s",
        "auth login --timeout %s",
        "auth login --store %s",
        "auth login --verify=%s",
        "auth login --all=%s",
        "auth login --api-key-env %s",
        "profiles get %s",
        "profiles set %s x",
        "sandbox --port %s",
        "sandbox --key-env %s",
        "completion %s"
      })
  void aKeyInTheWrongPlaceIsNotQuoted(String line) {
    World.Run run = world.run(line.formatted(KEY).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out() + run.err()).doesNotContain(KEY, KEY.substring(KEY.indexOf('.') + 1));
  }

  @Test
  void helpIsAResultAndNamesEveryFlag() {
    World.Run run = world.run("auth", "login", "--help");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("--api-key-stdin", "--remote-url", "--team", "--timeout");
  }
}
