package io.github.basetenci.cli;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Root works in the home directory of a user, as with {@code sudo -E} or in the image of a CI. */
class RootInAHomeTest {
  private static final int USER = 65534;

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void whateverACommandLeavesThereBelongsToTheUser() throws IOException {
    assumeTrue(
        Files.getAttribute(world.home(), "unix:uid").equals(0), "only root can work for a user");
    Files.setAttribute(world.home(), "unix:uid", USER);

    run("login");
    run("login", "--remote", "second", "--label", "second");
    run("profiles", "set", "team", "a");
    run(
        "keys",
        "create",
        "--type",
        "workspace-invoke",
        "--to-file",
        world.home().resolve("a.key") + "");
    run("keys", "create", "--type", "workspace-invoke", "--to-login", "third");
    String target = "file:" + world.home().resolve("b.key");
    run("keys", "rotate", "otherkey", "--minting-key-env", "BASETEN_API_KEY", "-t", target);

    Map<Path, Object> owners = new TreeMap<>();
    try (Stream<Path> all = Files.walk(world.home())) {
      for (Path path : all.toList()) {
        owners.put(
            world.home().relativize(path),
            Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
      }
    }
    assertThat(owners.keySet())
        .extracting(Path::toString)
        .contains(
            ".trussrc",
            ".config/baseten/auth.json",
            "a.key",
            "b.key",
            ".local/state/baseten-ci/rotations/otherkey.json",
            ".local/state/baseten-ci/rotations/.otherkey.json.lock");
    assertThat(owners.values()).containsOnly(USER);
  }

  private void run(String... line) {
    World.Run run = world.run(line);
    assertThat(run.code()).as(String.join(" ", line) + ": " + run.err()).isZero();
  }
}
