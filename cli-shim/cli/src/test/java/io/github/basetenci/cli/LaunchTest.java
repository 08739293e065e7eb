package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command in processes that a JVM alone would not start in, or would misread. */
@EnabledOnOs(OS.LINUX)
class LaunchTest {
  @Fixture private World world;

  static List<String> jdks() {
    return Jdks.commands();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJobThatRemovesItsDirectoryIsLoggedOut(String java) throws Exception {
    LaunchedProcess.Ended ended =
        launcher(java)
            .set("BASETEN_API_KEY", World.KEY)
            .shell(
                """
                mkdir "$HOME/job" && cd "$HOME/job"
                "$@" auth login || exit
                ls "$HOME/.trussrc"
                command=$1
                trap '"$command" auth logout' EXIT
                rm -rf "$PWD"
                """);

    assertThat(ended.out()).endsWith("/.trussrc\nLogged out baseten\n");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void inARemovedDirectoryARelativePathIsNotThere(String java) throws Exception {
    LaunchedProcess.Ended ended =
        launcher(java)
            .shell(
                "mkdir \"$HOME/job\" && cd \"$HOME/job\" && rmdir \"$PWD\"; \"$@\" auth login"
                    + " --api-key-file etc/passwd");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("/etc/passwd (from --api-key-file) does not exist");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aClosedStandardInputHoldsNoKeyAndNoValue(String java) throws Exception {
    LaunchedProcess.Ended ended =
        launcher(java)
            .shell(
                """
                "$@" auth login --api-key-stdin <&-
                echo $?
                "$@" auth login --api-key-stdin </dev/null
                echo $?
                export BASETEN_API_KEY="$KEY"
                "$@" secrets set X --team t --log warning <&-
                echo $?
                """);

    assertThat(ended.err().lines().toList())
        .containsExactly(
            "standard input cannot be read; pipe the key to it",
            "the API key from --api-key-stdin is empty; give the key alone",
            "standard input cannot be read; pipe the value to it");
    assertThat(ended.out()).isEqualTo("1\n1\n1\n");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void withoutTheScriptAClosedStandardInputHoldsNoKeyEither(String java) throws Exception {
    LaunchedProcess process = launcher(java);

    LaunchedProcess.Ended ended =
        process.shell(
            "exec \"%s\" -jar \"%s\" auth login --api-key-stdin <&-"
                .formatted(java, process.jar()));

    assertThat(ended.err()).isEqualTo("standard input cannot be read; pipe the key to it\n");
    assertThat(ended.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void optionsOfAnotherJvmDoNotReachThisOneAndReachTheCommand(String java) throws Exception {
    LaunchedProcess process =
        launcher(java)
            .set("BASETEN_API_KEY", World.KEY)
            .set("JAVA_TOOL_OPTIONS", "-javaagent:/nowhere.jar")
            .set("_JAVA_OPTIONS", "-Xmx64t")
            .set("JDK_JAVA_OPTIONS", "-XX:NoSuchOption");

    LaunchedProcess.Ended ended =
        process.run(
            "exec",
            "--no-verify",
            "--",
            "sh",
            "-c",
            "env | grep -e JAVA -e LC_ALL -e MALLOC -e BASETEN_CI | sort");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "JAVA_TOOL_OPTIONS=-javaagent:/nowhere.jar\nJDK_JAVA_OPTIONS=-XX:NoSuchOption\n"
                + "_JAVA_OPTIONS=-Xmx64t\n");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aGigabyteOfAddressSpaceIsEnough(String java) throws Exception {
    LaunchedProcess.Ended ended =
        launcher(java)
            .set("BASETEN_API_KEY", World.KEY)
            .shell(
                """
                ulimit -v 1000000
                "$@" auth login &&
                "$@" exec --no-verify -- true &&
                "$@" keys list -o none &&
                "$@" auth logout
                """);

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(world.trussrc()).doesNotExist();
  }

  private LaunchedProcess launcher(String java) throws IOException {
    return LaunchedProcess.of(world.home(), java, "/bin/sh")
        .set(world.environment())
        .set("KEY", World.KEY);
  }
}
