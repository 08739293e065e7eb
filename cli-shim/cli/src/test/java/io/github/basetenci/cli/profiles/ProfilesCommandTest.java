package io.github.basetenci.cli.profiles;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void listShowsEveryNameOfBothFilesAndMarksTheCurrentOne() {
    logIn("--remote", "ci", "--team", "vision");
    logIn("--remote", "other", "--store", "truss");

    assertThat(world.run("profiles", "list").out().replaceAll(" +", " "))
        .isEqualTo(
            "* ci %1$s api_key markerkey**** truss,baseten\n other %1$s api_key markerkey**** truss\n"
                .formatted(world.url()));
  }

  @Test
  void theJsonListHasEveryField() {
    logIn("--remote", "ci", "--team", "vision");

    assertThat(world.run("profiles", "list", "-o", "jsonl").out())
        .isEqualTo(
            "{\"profiles\":[{\"name\":\"ci\",\"current\":true,\"remote_url\":\"%s\","
                    .formatted(world.url())
                + "\"auth_type\":\"api_key\",\"key_prefix\":\"markerkey\",\"team\":\"vision\","
                + "\"stores\":[\"truss\",\"baseten\"]}]}\n");
  }

  @Test
  void anEmptyListIsSaidOnStandardErrorAndIsNoFailure() {
    World.Run run = world.run("profiles", "list");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("No profiles stored.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "team, vision",
    "auth-type, api_key",
    "auth_type, api_key",
    "keyPrefix, markerkey",
  })
  void getPrintsASettingOfTheCurrentProfile(String setting, String value) {
    logIn("--team", "vision");

    assertThat(world.run("profiles", "get", setting).out()).isEqualTo(value + "\n");
  }

  @Test
  void setChangesTheTeamAndNothingElse() throws IOException {
    logIn("--team", "vision");
    String before = world.read(world.trussrc());

    World.Run run = world.run("profiles", "set", "team", "speech");

    assertThat(run.out()).isEqualTo("Set team to speech\n");
    assertThat(world.read(world.trussrc())).isEqualTo(before.replace("vision", "speech"));
  }

  @Test
  void setChangesTheUrlInBothFiles() throws IOException {
    logIn();

    assertThat(world.run("profiles", "set", "remote-url", "https://app.staging.baseten.co").code())
        .isZero();
    assertThat(world.read(world.trussrc()))
        .contains("remote_url = https://app.staging.baseten.co\n");
    assertThat(world.read(world.authJson()))
        .contains("\"remote_url\": \"https://app.staging.baseten.co\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "profiles get team --profile x | 1 | profile 'x' not found; run 'baseten-ci profiles list'",
        "profiles set team t --profile x | 1 | profile 'x' not found; run 'baseten-ci profiles list'",
        "profiles set api-url x | 2 | invalid value for KEY: use remote-url or team; see 'baseten-ci profiles set --help'",
        "profiles get api-url | 2 | invalid value for KEY: use remote-url, team, auth-type or key-prefix; see 'baseten-ci profiles get --help'",
        "profiles set auth-type oauth | 2 | auth-type cannot be set; log in again to change the credential",
        "profiles set remote-url https://app.baseten.co/x | 1 | the remote URL from remote-url must not include a path, query, or fragment: \"https://app.baseten.co/x\""
      })
  void aWrongNameOrValueIsOneSentenceAndChangesNothing(String line, int code, String sentence)
      throws IOException {
    logIn();
    String trussrc = world.read(world.trussrc());
    String authJson = world.read(world.authJson());

    assertFails(world.run(line.split(" ")), code, sentence);
    assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
    assertThat(world.read(world.authJson())).isEqualTo(authJson);
  }

  @ParameterizedTest
  @ValueSource(strings = {"profiles get team", "profiles set team t"})
  void withNothingStoredItSaysHowToLogIn(String line) {
    assertFails(world.run(line.split(" ")), 1, "no profiles stored; run 'baseten-ci auth login'");
  }

  @Test
  void withoutACurrentProfileItNeedsAName() {
    logIn("--remote", "one", "--no-switch");
    logIn("--remote", "two", "--no-switch");

    assertFails(
        world.run("profiles", "get", "team"),
        2,
        "no profile is current; name one with --profile: one, two");
  }

  private void logIn(String... more) {
    String[] line = new String[more.length + 1];
    line[0] = "login";
    System.arraycopy(more, 0, line, 1, more.length);
    World.Run run = world.run(line);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
