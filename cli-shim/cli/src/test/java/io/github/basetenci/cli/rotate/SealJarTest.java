package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar has what a sealed box needs of its library, of which most is left out. */
class SealJarTest {
  private static final Path JAR = Path.of("target", "baseten-ci.jar").toAbsolutePath();

  @TempDir Path home;

  @Test
  void theShippedCommandWritesASecretOfGitHub() throws Exception {
    String place = "/repos/acme/web/actions/secrets";
    try (World world = new World(home);
        FakeGitHub github = new FakeGitHub()) {
      github.hold(place, "KEY", World.KEY);
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xverify:all",
              "-jar",
              JAR.toString(),
              "keys",
              "rotate",
              "--minting-key-env",
              "MINTING",
              "--target",
              "github:acme/web/KEY");
      builder.environment().clear();
      builder.environment().putAll(world.environment());
      builder.environment().put("BASETEN_API_KEY", World.KEY);
      builder.environment().put("MINTING", World.PERSONAL_KEY);
      builder.environment().put("GH_TOKEN", FakeGitHub.TOKEN);
      builder.environment().put("GITHUB_API_URL", github.url());
      Path output = home.resolve("output");
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      process.getOutputStream().close();

      assertThat(Await.exitCode(process)).as(Files.readString(output)).isZero();
      assertThat(world.sandbox().accepts(github.value(place, "KEY"))).isTrue();
      assertThat(github.value(place, "KEY")).isNotEqualTo(World.KEY);
    }
  }
}
