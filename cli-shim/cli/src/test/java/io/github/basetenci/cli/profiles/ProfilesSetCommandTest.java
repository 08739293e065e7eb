package io.github.basetenci.cli.profiles;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesSetCommandTest {
  @TempDir Path home;

  @Test
  void ofSeveralLoginsTheCurrentOneGetsTheTeam() throws IOException {
    try (World world = new World(home).set("BASETEN_API_KEY", KEY)) {
      world.run("login", "--remote", "one");
      world.run("login", "--remote", "two");
      world.run("profiles", "use", "one");

      World.Run run = world.run("profiles", "set", "team", "vision");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(world.read(world.trussrc()))
          .containsOnlyOnce("team = vision")
          .containsSubsequence("[one]", "team = vision", "[two]");
    }
  }
}
