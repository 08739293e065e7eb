package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the script hands to the JVM, under each shell; a script that says what it got stands for the
 * JVM.
 */
@EnabledOnOs(OS.LINUX)
class LauncherCommandTest {
  private static final String SAYS_WHAT_IT_GOT =
      """
      #!/bin/bash
      for arg; do printf 'arg %s\\n' "$arg"; done
      cat /proc/$$/environ | tr '\\0' '\\n' | sed -n 's/^\\(BASETEN_CI_[^=]*\\|[A-Z_]*JAVA_OPTIONS\\|LC_ALL\\|PWD\\|OLDPWD\\|MALLOC[^=]*\\)=/\\1=/p'
      for n in 0 1 2; do [ -e /proc/self/fd/$n ] || echo "no $n"; done
      case " $BASETEN_CI_LAUNCH " in *" cwd="*) n=${BASETEN_CI_LAUNCH#*cwd=}; readlink /proc/self/fd/${n%% *}; echo "in $PWD";; esac
      case " $BASETEN_CI_LAUNCH " in *" env="*) n=${BASETEN_CI_LAUNCH#*env=}; base64 -d <&${n%% *} | tr '\\0' '\\n' | grep -e PWD= -e '^a-b' -e '^x.y' -e ' z=';; esac
      """;

  @TempDir Path directory;

  /** Those of Debian, Fedora and Alpine. */
  static List<String> shells() {
    List<String> shells = new ArrayList<>();
    for (String shell : List.of("/bin/dash", "/bin/bash", "/bin/busybox ash")) {
      if (Files.isExecutable(Path.of(shell.split(" ")[0]))) {
        shells.add(shell);
      }
    }
    return shells;
  }

  @ParameterizedTest
  @MethodSource("shells")
  void argumentsArriveAsTheyAre(String shell) throws Exception {
    LaunchedProcess.Ended ended =
        standIn(shell).run("exec", "two words", "", "$HOME `x`", "'\"", "-jar", "new\nline");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains(
            "it's a test.jar\narg exec\narg two words\narg \narg $HOME `x`\narg '\"\narg -jar\n"
                + "arg new\nline\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void foreignOptionsAreSetAside(String shell) throws Exception {
    LaunchedProcess.Ended ended =
        standIn(shell)
            .set("JAVA_TOOL_OPTIONS", "-javaagent:/nowhere '$x' \"y\"")
            .set("JDK_JAVA_OPTIONS", "")
            .set("_JAVA_OPTIONS", "-Xmx1t")
            .set("MALLOC_ARENA_MAX", "7")
            .run("auth", "status");

    assertThat(ended.out())
        .contains("BASETEN_CI_SET_ASIDE_JAVA_TOOL_OPTIONS=-javaagent:/nowhere '$x' \"y\"\n")
        .contains("BASETEN_CI_SET_ASIDE_JDK_JAVA_OPTIONS=\n")
        .contains("BASETEN_CI_SET_ASIDE__JAVA_OPTIONS=-Xmx1t\n")
        .contains("MALLOC_ARENA_MAX=7\n")
        .doesNotContain("\nJAVA_TOOL_OPTIONS", "\nJDK_JAVA_OPTIONS", "\n_JAVA_OPTIONS");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theJvmIsInUtf8(String shell) throws Exception {
    for (String locale : List.of("", "C", "POSIX", "de_DE.ISO-8859-1", "xx_YY.UTF-8")) {
      LaunchedProcess.Ended ended = standIn(shell).set("LC_ALL", locale).run("auth", "status");

      assertThat(ended.out())
          .as(locale)
          .contains("\nLC_ALL=C.UTF-8\n", "BASETEN_CI_SET_ASIDE_LC_ALL=" + locale + "\n");
    }
    assertThat(standIn(shell).run("auth", "status").out())
        .contains(
            "\nLC_ALL=C.UTF-8\n", "BASETEN_CI_LAUNCH=version=1 added=LC_ALL,MALLOC_ARENA_MAX\n");
    assertThat(standIn(shell).set("LANG", "C.UTF-8").run("auth", "status").out())
        .contains("BASETEN_CI_LAUNCH=version=1 added=MALLOC_ARENA_MAX\n")
        .doesNotContain("LC_ALL");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void closedDescriptorsAreToldAndOpened(String shell) throws Exception {
    LaunchedProcess process = standIn(shell);

    assertThat(process.shell("exec \"$@\" <&-", "login").out())
        .contains("BASETEN_CI_LAUNCH=version=1 closed=0 ")
        .doesNotContain("no 0");
    assertThat(process.shell("exec \"$@\" 2>&- <&-", "login").out())
        .contains("BASETEN_CI_LAUNCH=version=1 closed=0,2 ")
        .doesNotContain("no 0", "no 2");
    assertThat(process.shell("\"$@\" >&-; echo $?", "login").out()).isEqualTo("0\n");
    assertThat(process.shell("exec \"$@\" </dev/null", "login").out()).doesNotContain("closed=");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void fromARemovedDirectoryItStartsAndTheDirectoryIsHandedOn(String shell) throws Exception {
    String gone = "mkdir gone && cd gone && rmdir \"$PWD\" && ";

    LaunchedProcess.Ended ended =
        standIn(shell).shell(gone + "exec \"$@\" 9</dev/null 8</dev/null", "auth", "logout");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(
            "BASETEN_CI_LAUNCH=version=1 cwd=7 ",
            directory.toRealPath() + "/gone (deleted)\n",
            "in /\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void inARemovedDirectoryTheCommandGetsItsVariablesAsTheyWere(String shell) throws Exception {
    LaunchedProcess.Ended ended =
        standIn(shell)
            .shell(
                "mkdir gone && cd gone && rmdir \"$PWD\" && exec env OLDPWD=/etc a-b=1 \"$@\"",
                "exec");

    String directories = "PWD=" + directory + "/gone\nOLDPWD=/etc\na-b=1\n";
    if (shell.contains("bash")) {
      assertThat(ended.out())
          .doesNotContain(" env=")
          .contains("\nPWD=" + directory + "/gone\n", "\nOLDPWD=/etc\n");
    } else {
      assertThat(ended.out()).endsWith(directories);
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void withoutAFreeDescriptorItRunsNothingInAnotherDirectory(String shell) throws Exception {
    LaunchedProcess.Ended ended =
        standIn(shell)
            .shell(
                "mkdir gone && cd gone && rmdir \"$PWD\" && exec 3</dev/null 4<&3 5<&3 6<&3 7<&3"
                    + " 8<&3 9<&3 && exec \"$@\"",
                "exec",
                "find",
                ".",
                "-delete");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .endsWith("baseten-ci: the working directory was removed; change to another one.\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theSignalsOfTheCallerAreTold(String shell) throws Exception {
    LaunchedProcess process = standIn(shell);

    for (String traps : List.of("", "trap '' QUIT", "trap '' INT", "trap '' QUIT USR1 TERM")) {
      for (String command : List.of("exec", "keys")) {
        // Whoever runs this test may have some of his own.
        String seen =
            process.shell(traps + "\nexec grep -e ^SigBlk -e ^SigIgn /proc/self/status").out();
        String expected =
            seen.replace("SigBlk:\t", "blocked=")
                .replace("SigIgn:\t", "ignored=")
                .replace("\n", " ");
        assertThat(process.shell(traps + "\nexec \"$@\"", command).out())
            .as(traps)
            .contains("BASETEN_CI_LAUNCH=version=1 " + expected);
      }
    }
    assertThat(process.shell("trap '' QUIT; exec \"$@\"", "auth").out()).doesNotContain("ignored");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void variablesThatNoShellCouldWriteAreHandedOn(String shell) throws Exception {
    String odd = "exec env 'a-b=1' 'x.y=two\nlines' ' z=' \"$@\"";

    LaunchedProcess.Ended ended = standIn(shell).shell(odd, "exec");

    if (shell.contains("bash")) {
      assertThat(ended.out()).doesNotContain(" env=");
    } else {
      assertThat(ended.out()).contains(" env=9 ").endsWith("a-b=1\nx.y=two\n z=\n");
    }
    assertThat(standIn(shell).run("exec").out()).doesNotContain(" env=");
    assertThat(standIn(shell).shell(odd, "login").out()).doesNotContain(" env=");
  }

  /** bash drops no variable. */
  static List<String> shellsThatDropSome() {
    return shells().stream().filter(shell -> !shell.contains("bash")).toList();
  }

  @ParameterizedTest
  @MethodSource("shellsThatDropSome")
  void aLargeEnvironmentIsHandedOnWhole(String shell) throws Exception {
    LaunchedProcess.Ended ended =
        standIn(shell).set("LARGE", "0123456789".repeat(10_000)).set("a-b", "1").run("exec");

    assertThat(ended.out()).contains("a-b=1\n");
  }

  @Test
  void theScriptIsWhatDebianAlpineAndFedoraCanRead() throws Exception {
    assertThat(shells()).as("at least one shell").isNotEmpty();
    assertThat(Files.readString(Path.of("src/main/launcher/launch.sh")))
        .matches("[\\x20-\\x7E\\n]*");
  }

  private LaunchedProcess standIn(String shell) throws IOException {
    Path says = directory.resolve("says");
    Files.writeString(says, SAYS_WHAT_IT_GOT);
    Files.setPosixFilePermissions(says, PosixFilePermissions.fromString("rwxr-xr-x"));
    return LaunchedProcess.of(directory, says.toString(), shell);
  }
}
