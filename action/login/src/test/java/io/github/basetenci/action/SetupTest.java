package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupTest {
  private static final Path JAR = PodmanEngine.ROOT.resolve("cli-shim/cli/target/baseten-ci.jar");

  @TempDir Path directory;
  private Path released;
  private Path onPath;

  @BeforeEach
  void begin() throws IOException {
    released = directory.resolve("v0.1.0/baseten-ci.jar");
    Files.createDirectories(released.getParent());
    onPath = Files.createFile(directory.resolve("path"));
  }

  @Test
  void theCommandIsOnPath() throws Exception {
    assumeTrue(Files.exists(JAR), "baseten-ci.jar is not built");
    Files.copy(JAR, released);

    Engine.Ran ran = install("0.1.0", sum());

    assertThat(ran.code()).as(ActionWorld.text(ran)).isZero();
    Path command = Path.of(Files.readString(onPath).strip()).resolve("baseten-ci");
    Engine.Ran version =
        Processes.run(directory, Map.of(), List.of(command.toString(), "--version"));
    assertThat(ActionWorld.text(version)).startsWith("baseten-ci 0.1.0");
  }

  @Test
  void whatTheJobHasForOtherJvmsAndNoLocaleDoNotHinderIt() throws Exception {
    assumeTrue(Files.exists(JAR), "baseten-ci.jar is not built");
    Files.copy(JAR, released);
    Map<String, String> job = new LinkedHashMap<>();
    job.put("JAVA_TOOL_OPTIONS", "-javaagent:/nowhere.jar");
    job.put("_JAVA_OPTIONS", "-Xmx64t");
    job.put("JDK_JAVA_OPTIONS", "-XX:NoSuchOption");
    job.put("CLASSPATH", "/nowhere.jar");
    job.put("LC_ALL", "POSIX");

    Engine.Ran ran = install("0.1.0", sum(), job);

    assertThat(ran.code()).as(ActionWorld.text(ran)).isZero();
    Path command = Path.of(Files.readString(onPath).strip()).resolve("baseten-ci");
    job.put("PATH", System.getenv("PATH"));
    job.put("HOME", directory.toString());
    job.put("BASETEN_API_KEY", "somekey1.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    Engine.Ran exec =
        Processes.run(
            directory,
            job,
            List.of(
                command.toString(),
                "exec",
                "--no-verify",
                "--",
                "sh",
                "-c",
                "echo $JAVA_TOOL_OPTIONS $_JAVA_OPTIONS $JDK_JAVA_OPTIONS $CLASSPATH $LC_ALL"));
    assertThat(ActionWorld.text(exec))
        .isEqualTo("-javaagent:/nowhere.jar -Xmx64t -XX:NoSuchOption /nowhere.jar POSIX\n");
  }

  @Test
  void anotherChecksumIsRefusedAndNothingStays() throws Exception {
    Files.writeString(released, "what somebody put in its place");

    Engine.Ran ran = install("0.1.0", "0".repeat(64));

    assertThat(ran.code()).isOne();
    assertThat(ActionWorld.text(ran)).contains("::error", "has another checksum than sha256 says");
    assertThat(directory.resolve("temp/baseten-ci-0.1.0")).isEmptyDirectory();
    assertThat(onPath).isEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "../evil,x,version must be of the form 1.2.3",
    "0.1.0,'',sha256 must be the SHA-256",
    "9.9.9,0000000000000000000000000000000000000000000000000000000000000000,cannot be downloaded"
  })
  void whatIsUnusableIsSaid(String version, String sum, String sentence) {
    Engine.Ran ran = install(version, sum);

    assertThat(ran.code()).isOne();
    assertThat(ActionWorld.text(ran)).contains("::error title=baseten-ci setup::", sentence);
    assertThat(onPath).isEmptyFile();
  }

  private Engine.Ran install(String version, String sum) {
    return install(version, sum, Map.of());
  }

  private Engine.Ran install(String version, String sum, Map<String, String> job) {
    Map<String, String> environment = new LinkedHashMap<>(job);
    environment.put("VERSION", version);
    environment.put("SHA256", sum);
    environment.put("RUNNER_TEMP", directory.resolve("temp").toString());
    environment.put("GITHUB_PATH", onPath.toString());
    environment.put("BASETEN_CI_RELEASES", directory.toUri().toString().replaceFirst("/$", ""));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", System.getenv("PATH"));
    return Processes.run(
        directory,
        environment,
        List.of("bash", PodmanEngine.ROOT.resolve("action/setup/install.sh").toString()));
  }

  private String sum() throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(released)));
  }
}
