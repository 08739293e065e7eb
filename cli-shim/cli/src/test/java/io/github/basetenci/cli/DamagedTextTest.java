package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that are no UTF-8, in the form in which the command meets them: one sentence, no damage.
 */
class DamagedTextTest {
  /** {@code na\xefve}, in Latin-1. */
  private static final String DAMAGED = "na\uDCEFve";

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", World.KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "auth login --team,--team",
    "auth login --label,--label",
    "auth login --remote,--remote",
    "auth login --profile,--profile",
    "auth login --remote-url,--remote-url",
    "auth login --expect-workspace,--expect-workspace",
    "auth login --api-key-file,--api-key-file",
    "auth login --api-key-env,--api-key-env",
    "auth login --store,--store",
    "auth login --timeout,--timeout",
    "auth logout --profile,--profile",
    "auth status --remote,--remote",
    "auth status -q,--jq",
    "auth switch --profile,--profile",
    "profiles use,NAME",
    "keys create --name,--name",
    "keys rotate --target,--target",
    "secrets set --team t,NAME",
    "secrets set X --value-file,--value-file",
    "secrets check,PATH",
    "exec --remotes,--remotes",
    "exec --profile,--profile"
  })
  void anArgumentIsNamed(String line, String name) throws IOException {
    World.Run run =
        world.run((line + " " + DAMAGED + (line.startsWith("exec") ? " true" : "")).split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith(name + " holds bytes that are not UTF-8; see 'baseten-ci ");
    assertThat(files()).isZero();
  }

  @Test
  void theArgumentsOfAnotherCommandAreItsOwn() {
    World.Run run = world.run("exec", "--no-verify", "--", "true", DAMAGED);

    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HOME | auth login | HOME is not a path that this system can have",
        "HOME | auth status | HOME is not a path that this system can have",
        "USER_TRUSSRC_PATH | auth login | USER_TRUSSRC_PATH is not a path that this system can"
            + " have",
        "BASETEN_CONFIG_DIR | auth login | BASETEN_CONFIG_DIR is not a path that this system can"
            + " have",
        "XDG_CONFIG_HOME | auth logout | XDG_CONFIG_HOME is not a path that this system can have",
        "BASETEN_API_KEY_FILE | whoami | BASETEN_API_KEY_FILE holds bytes that are not UTF-8; give"
            + " the path in UTF-8",
        "BASETEN_API_KEY_FILE | auth login | BASETEN_API_KEY_FILE holds bytes that are not UTF-8;"
            + " give the path in UTF-8",
        "BASETEN_API_KEY_FILE | doctor | BASETEN_API_KEY_FILE holds bytes that are not UTF-8; give"
            + " the path in UTF-8",
        "SSL_CERT_FILE | auth login | SSL_CERT_FILE holds bytes that are not UTF-8; give the path"
            + " in UTF-8",
        "SSL_CERT_FILE | keys list | SSL_CERT_FILE holds bytes that are not UTF-8; give the path in"
            + " UTF-8",
        "BASETEN_REMOTE_URL | whoami | the remote URL from BASETEN_REMOTE_URL is no web address;"
            + " write https://host[:port]"
      })
  void aVariableIsNamed(String name, String line, String sentence) throws IOException {
    world.set(name, "/" + DAMAGED);
    if (name.equals("BASETEN_API_KEY_FILE")) {
      world.unset("BASETEN_API_KEY");
    }

    World.Run run = world.run(line.split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines().toList()).endsWith(sentence);
    assertThat(files()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TMPDIR", "RUNNER_TEMP", "XDG_RUNTIME_DIR", "PATH", "PS1", "USER"})
  void aVariableThatOthersMayReadIsNoConcernOfOurs(String name) {
    world.set(name, "/" + DAMAGED);

    assertThat(world.run("auth", "login").code()).isZero();
    assertThat(world.run("doctor", "-o", "json").code()).isZero();
    assertThat(world.run("exec", "--no-verify", "--", "/bin/true").code()).isZero();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.walk(world.home())) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
