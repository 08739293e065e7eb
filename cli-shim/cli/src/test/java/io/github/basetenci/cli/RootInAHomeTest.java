package io.github.basetenci.cli;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root works in the home directory of a user, as with {@code sudo -E} or in the image of a CI. */
class RootInAHomeTest {
  private static final int USER = 65534;

  @TempDir Path home;
  private World world;

  @BeforeEach
  void begin() throws IOException {
    world = new World(home).set("BASETEN_API_KEY", KEY);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void whateverACommandLeavesThereBelongsToTheUser() throws IOException {
    assumeTrue(Files.getAttribute(home, "unix:uid").equals(0), "only root can work for a user");
    Files.setAttribute(home, "unix:uid", USER);

    run("login");
    run("login", "--remote", "second", "--label", "second");
    run("profiles", "set", "team", "a");
    run("keys", "create", "--type", "workspace-invoke", "--to-file", home.resolve("a.key") + "");
    run("keys", "create", "--type", "workspace-invoke", "--to-login", "third");
    String target = "file:" + home.resolve("b.key");
    run("keys", "rotate", "otherkey", "--minting-key-env", "BASETEN_API_KEY", "-t", target);

    Map<Path, Object> owners = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.toList()) {
        owners.put(
            home.relativize(path), Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
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
