package io.github.basetenci.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that the server refuses, in every command that uses one. */
class RefusedKeyTest {
  @Fixture private World world;

  /** Each command, and where its key comes from. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whoami | BASETEN_API_KEY",
        "whoami --profile gone | profile 'gone'",
        "whoami --remote gone | remote 'gone'",
        "auth status --verify | BASETEN_API_KEY",
        "login --api-key-file key | --api-key-file",
        "login --api-key-env OTHER | --api-key-env",
        "keys list --profile gone | profile 'gone'",
        "secrets list | BASETEN_API_KEY",
        "exec -- true | BASETEN_API_KEY",
        "exec --profile gone -- true | profile 'gone'",
        "exec --remotes remote=x,key-env=OTHER -- true | --remotes key-env",
        "keys rotate -t file:f | BASETEN_API_KEY",
        "keys rotate goneaway -t file:f --minting-key-env OTHER | --minting-key-env"
      })
  void aRefusedKeyIsNamedWithItsSource(String line, String source) throws IOException {
    String gone = "goneaway.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    Files.writeString(world.home().resolve("key"), gone);
    world.set("BASETEN_API_KEY", gone).set("OTHER", gone);
    assertThat(world.run("login", "--no-verify", "--remote", "gone").code()).isZero();

    World.Run run = world.run(line.split(" "));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .endsWith(
            "; the key goneaway**** (from "
                + source
                + ") was revoked, is mistyped, or is one of another installation\n");
  }
}
