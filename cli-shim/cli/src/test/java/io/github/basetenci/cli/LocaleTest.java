package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names and paths outside ASCII in every kind of locale that a job can have, of which most
 * containers have none. The lines of shell name such characters by their bytes, so that nothing
 * depends on the locale of the test itself.
 */
@EnabledOnOs(OS.LINUX)
class LocaleTest {
  /** A latin letter, a Cyrillic one and one beyond the first plane: two, two and four bytes. */
  private static final String NAME = "\\xc3\\xa4\\xd0\\xba\\xf0\\x9d\\x84\\x9e";

  private static final String TEXT = "\u00e4\u043a\ud834\udd1e";

  /** Everything that can have such a name has one. */
  private static final String LOGIN =
      """
      n=$'%s'
      mkdir -p "$TOP/$n"
      cd "$TOP/$n"
      export HOME=$PWD TMPDIR=$PWD USER_TRUSSRC_PATH="rc $n" BASETEN_CONFIG_DIR="$PWD/config $n"
      printf %%s "$KEY" >"key $n"
      "$@" auth login --api-key-file "key $n" --team "team $n" || exit
      cat "rc $n" "config $n/auth.json"
      unset BASETEN_API_KEY
      BASETEN_API_KEY_FILE="key $n" "$@" whoami
      "$@" exec --no-verify -- sh -c 'echo "$USER_TRUSSRC_PATH"'
      "$@" auth login --api-key-file "key $n" --expect-workspace "space $n" 2>&1
      "$@" auth logout
      ls -A
      """
          .formatted(NAME);

  private static final String DAMAGED =
      """
      export HOME=$TOP
      "$@" auth login --team $'na\\xefve'
      echo $?
      USER_TRUSSRC_PATH=$'na\\xefve' "$@" auth login
      echo $?
      PS1=$'na\\xefve' "$@" auth status
      ls -A
      """;

  @Fixture private World world;

  static List<Arguments> jdksAndLocales() {
    List<Arguments> all = new ArrayList<>();
    for (String java : Jdks.commands()) {
      for (String locale : List.of("", "LC_ALL=POSIX", "LANG=de_DE.ISO-8859-1", "LANG=C.UTF-8")) {
        all.add(Arguments.of(java, locale));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("jdksAndLocales")
  void namesAndPathsAreUtf8(String java, String locale) throws Exception {
    LaunchedProcess.Ended ended = launcher(java, locale).shell(LOGIN);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains(
            "Wrote remote 'baseten' in rc " + TEXT + ".\n",
            "Wrote profile 'baseten' in "
                + world.home()
                + "/"
                + TEXT
                + "/config "
                + TEXT
                + "/auth.json.\n");
    assertThat(ended.out())
        .contains(
            "\nteam = team " + TEXT + "\n",
            "\nWorkspace:  acme\n",
            "\n" + world.home() + "/" + TEXT + "/baseten-ci-",
            "belongs to workspace 'acme', not to 'space " + TEXT + "'")
        .endsWith("Logged out baseten\nconfig " + TEXT + "\nkey " + TEXT + "\n");
  }

  @ParameterizedTest
  @MethodSource("jdksAndLocales")
  void whatIsNoUtf8IsRefusedByName(String java, String locale) throws Exception {
    LaunchedProcess process = launcher(java, locale).set("BASETEN_API_KEY", World.KEY);

    LaunchedProcess.Ended ended = process.shell(DAMAGED);

    assertThat(ended.err().lines().toList())
        .containsExactly(
            "--team holds bytes that are not UTF-8; see 'baseten-ci auth login --help'",
            "USER_TRUSSRC_PATH is not a path that this system can have");
    assertThat(ended.out()).startsWith("2\n1\nUsing API key from BASETEN_API_KEY\n");
    assertThat(world.trussrc()).doesNotExist();
  }

  private LaunchedProcess launcher(String java, String locale) throws IOException {
    LaunchedProcess process =
        LaunchedProcess.of(world.home(), java, "/bin/sh")
            .set(world.environment())
            .set("KEY", World.KEY)
            .set("TOP", world.home().toString());
    if (!locale.isEmpty()) {
      process.set(locale.split("=")[0], locale.split("=")[1]);
    }
    return process;
  }
}
