package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of cron that finishes rotations succeeds on the days on which there is none. */
class NothingToDoTest {
  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    world.set("MINT", World.OTHER_KEY).set("GIVEN", World.KEY);
    world.trussrc(
        "[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
            .formatted(world.url(), World.KEY));
    Path minting = Files.writeString(world.home().resolve("minting"), World.OTHER_KEY + "\n");
    Files.setPosixFilePermissions(minting, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--resume",
        "--abort",
        "--resume --overlap 0",
        "--resume --minting-key-file minting --timeout 45m",
        "--resume --minting-key-env MINT",
        "--resume --remote baseten",
        "markerkey --resume",
        "markerkey --abort",
        "markerkey --resume --minting-key-file minting",
        "markerkey --abort --api-key-env GIVEN",
        "--abort --api-key-env GIVEN",
        "--abort -t trussrc:baseten",
        "--journal rotation --new-key-file new-key --resume --minting-key-env MINT --timeout 45m"
      })
  void whereNoRotationWasEverBegunThereIsNothingToDo(String flags) throws IOException {
    List<String> before = files();

    World.Run run = rotate(flags);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Nothing to do: no rotation is unfinished in " + world.home())
        .endsWith("\n");
    assertThat(run.err()).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--resume",
        "--abort",
        "--resume --minting-key-file minting --timeout 45m",
        "markerkey --resume",
        "markerkey --abort",
        "markerkey --resume --overlap 0",
        "markerkey --resume -t trussrc:baseten --minting-key-env MINT",
        "--resume -t trussrc:baseten",
        "--resume -t trussrc:baseten --minting-key-env MINT --remote baseten",
      })
  void whereTheRotationIsOverThereIsNothingToDo(String flags) throws IOException {
    assertThat(rotate("-t trussrc:baseten").code()).isZero();
    world.clockAhead(Duration.ofHours(25));
    assertThat(rotate("--resume").out()).contains("the old key is revoked");
    List<String> keys = world.sandbox().keyNames();
    List<String> before = files();

    World.Run run = rotate(flags);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Nothing to do: ").doesNotContain("Finish with");
    assertThat(world.sandbox().keyNames()).isEqualTo(keys);
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--resume", "--abort", "markerkey --resume", "markerkey --abort"})
  void whereTheRotationWasTakenBackThereIsNothingToDo(String flags) {
    rotate("-t trussrc:baseten");
    assertThat(rotate("--abort --api-key-env GIVEN --overlap 0").out()).startsWith("Rolled back");

    World.Run run = rotate(flags);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Nothing to do: ");
  }

  @Test
  void aKnownRotationThatIsOverIsNamed() {
    rotate("-t trussrc:baseten --overlap 0");

    assertThat(rotate("markerkey --resume").out())
        .matches(
            "Nothing to do: the new key 'marker-2' \\(\\w+\\) has replaced 'marker'"
                + " \\(markerkey\\)\n");
    assertThat(rotate("markerkey --resume -q .state").out()).isEqualTo("\"DONE\"\n");
    assertThat(rotate("--resume -q .state").out()).isEqualTo("null\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--resume --unclaimed-key x", "--abort --orphan x", "--overlap 1"})
  void whatAsksForMoreThanToFinishIsStillAnError(String flags) {
    assertThat(rotate(flags).code()).isNotZero();
  }

  private World.Run rotate(String flags) {
    return world.run(
        Stream.concat(Stream.of("keys", "rotate"), Stream.of(flags.split(" ")))
            .toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(world.home())) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
