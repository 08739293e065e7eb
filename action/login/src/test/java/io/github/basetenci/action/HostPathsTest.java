package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.shim.identity.WorkflowException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPathsTest {
  private static final String TEMP = "/home/runner/work/_temp";
  private static final String HOME = TEMP + "/_github_home";

  @TempDir Path root;

  @Test
  void runnerTempFromTheActionsOwnInputCountsFirst() throws Exception {
    assertThat(
            find("BASETEN_ACTION_HOST_TEMP", "host:" + TEMP, "RUNNER_WORKSPACE", "/other/repo")
                .toHost("/github/home"))
        .contains(HOME);
  }

  @ParameterizedTest
  @CsvSource({
    "/github/runner_temp",
    "host:",
    "host:relative",
    "host:/",
    "host:${{ runner.temp }}",
    "''"
  })
  void anInputThatIsNoPathOfTheHostDoesNotCount(String given) throws Exception {
    assertThat(
            find("BASETEN_ACTION_HOST_TEMP", given, "RUNNER_WORKSPACE", "/home/runner/work/models")
                .toHost("/github/home"))
        .contains(HOME);
  }

  @Test
  void anOldRunnersTemporaryDirectoryIsTheHosts() throws Exception {
    assertThat(find("RUNNER_TEMP", TEMP).toHost("/github/home/x")).contains(HOME + "/x");
  }

  @Test
  void theKernelsListOfMountsCountsLast() throws Exception {
    mountinfo("36 35 98:0 " + HOME + " /github/home rw,noatime master:1 - ext4 /dev/root rw");

    assertThat(find("RUNNER_TEMP", "/github/runner_temp").toHost("/github/home")).contains(HOME);
  }

  @Test
  void anotherDirectoryMountedAsHomeDoesNotCount() throws Exception {
    mountinfo("36 35 98:0 /volumes/home /github/home rw - ext4 /dev/root rw");

    assertThatThrownBy(() -> LoginDirectory.named(job(root), find()))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("temporary directory on the host is not known");
  }

  @Test
  void valuesThatTheRunnerRewroteGoBackAndOthersStay() {
    HostPaths paths =
        find(
            "BASETEN_ACTION_HOST_TEMP",
            "host:" + TEMP,
            "RUNNER_WORKSPACE",
            "/home/runner/work/models",
            "GITHUB_REPOSITORY",
            "acme/models");

    assertThat(paths.valueOnHost("/github/home/a")).isEqualTo(HOME + "/a");
    assertThat(paths.valueOnHost("/github/home")).isEqualTo(HOME);
    assertThat(paths.valueOnHost("/github/homework")).isEqualTo("/github/homework");
    assertThat(paths.valueOnHost("/github/runner_temp/_github_home/a")).isEqualTo(HOME + "/a");
    assertThat(paths.valueOnHost("/github/workspace/b"))
        .isEqualTo("/home/runner/work/models/models/b");
    assertThat(paths.valueOnHost("~/.trussrc")).isEqualTo("~/.trussrc");
    assertThat(paths.valueOnHost("")).isEmpty();
  }

  private void mountinfo(String line) throws IOException {
    Path file = root.resolve("proc/self/mountinfo");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "35 1 98:0 / / rw - ext4 /dev/root rw\n" + line + "\n");
  }

  private HostPaths find(String... variables) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Stage.begin(job(root, environment), TlsChoice.JAVA).paths();
  }

  static ContainerJob job(Path root) {
    return job(root, Map.of());
  }

  private static ContainerJob job(Path root, Map<String, String> environment) {
    return new ContainerJob(
        environment,
        Main.INPUTS,
        new ContainerJob.Directories(root, root),
        OutputStream.nullOutputStream(),
        () -> "0",
        new ContainerJob.Platform("Linux", "25"),
        new ContainerJob.Time(InstantSource.system(), System::nanoTime, time -> {}));
  }
}
