package io.github.basetenci.shim.doctor.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;

  @Test
  void theInputArrivesAndTheAnswerComesBack() throws Exception {
    Path cat = script("cat", "while read -r line; do echo \"got $line\"; done; exit 4");

    assertThat(programs().run(LONG, "one\ntwo\n", cat))
        .isEqualTo(new Programs.Answer(4, "got one\ngot two\n"));
  }

  @Test
  void aProgramThatReadsNothingIsNoFailure() throws Exception {
    Path deaf = script("deaf", "exec 0<&-; echo done");

    assertThat(programs().run(LONG, "x".repeat(1 << 20), deaf).text()).isEqualTo("done\n");
  }

  @Test
  void aProgramThatDoesNotEndIsEndedWithItsChildren() throws Exception {
    Path sleeper = script("sleeper", "sleep 100000 & echo $! > child; cat > all-of-it; wait");
    // More than a pipe holds: the time begins when the program has read most of it.
    String input = "x".repeat(1 << 20);

    assertThatThrownBy(() -> programs().run(Duration.ofSeconds(1), input, sleeper))
        .isInstanceOf(Programs.NoAnswerException.class)
        .hasMessage("did not answer within 1 s");
    long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
  }

  @Test
  void whatCannotBeStartedSaysSo() throws Exception {
    Path broken = script("broken", "");
    Files.writeString(broken, "#!/no/such/interpreter\n");

    assertThatThrownBy(() -> programs().run(LONG, "", broken)).hasMessage("cannot be started");
  }

  @Test
  void findsTheFirstExecutableInAnAbsoluteDirectory() throws Exception {
    Path tool = script("tool", "");
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve("tool"), "not executable");
    Files.createDirectory(other.resolve("more"));

    assertThat(finder(other + ":" + directory).find("tool")).contains(tool);
    assertThat(finder(".::relative").find("tool")).isEmpty();
    assertThat(finder(other.toString()).find("more")).isEmpty();
  }

  private Programs programs() {
    return finder("/usr/bin:/bin");
  }

  private Programs finder(String path) {
    return new Programs(Map.of("PATH", path), directory, false);
  }

  private Path script(String name, String text) throws IOException {
    Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
