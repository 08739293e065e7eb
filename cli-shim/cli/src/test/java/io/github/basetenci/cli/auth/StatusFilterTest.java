package io.github.basetenci.cli.auth;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status of a login, filtered by {@code --jq}. */
class StatusFilterTest {
  @Fixture private World world;

  @Test
  void jsonStringsOfTheFilterKeepTheirQuotes() {
    logIn();

    assertThat(world.run("auth", "status", "--jq", ".auth_type").out()).isEqualTo("\"api_key\"\n");
  }

  @Test
  void aLoginOfOlderTrussIsShownAsTrussShowsIt() throws IOException {
    world.trussrc(
        """
        [old]
        remote_provider = baseten
        api_key = abc.def
        remote_url = https://app.baseten.co
        """);

    assertThat(world.run("auth", "status", "--jq", ".stores[0].auth_type").out())
        .isEqualTo("\"api_key (plaintext)\"\n");
  }

  @Test
  void explainShowsWhichHalfOfThePairIsMissing() {
    world.set("BASETEN_TRUSS_AUTH_API_KEY", KEY).set("BASETEN_PROFILE", "ci");

    World.Run run =
        world.run("auth", "status", "--explain", "--jq", ".explanation[3,5] | [.state, .detail]");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().replaceAll("\\s", ""))
        .isEqualTo("[\"used\",\"BASETEN_TRUSS_AUTH_REMOTE_URLismissing\"][\"set\",\"\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "BASETEN_API_KEY",
    "BASETEN_TRUSS_AUTH_API_KEY",
    "BASETEN_API_KEY_FILE",
    "BASETEN_PROFILE"
  })
  void explainPrintsNoValue(String variable) {
    World.Run run =
        world
            .set(variable, KEY)
            .run("auth", "status", "--explain", "-o", "json", "--jq", ".explanation");

    assertThat(run.out()).contains(variable).doesNotContain(KEY.substring(10));
  }

  private void logIn() {
    World.Run run = world.set("BASETEN_API_KEY", KEY).run("login");
    assertThat(run.code()).as(run.err()).isZero();
    world.unset("BASETEN_API_KEY");
  }

  @Test
  void theFindingsOfTheDoctorAreFiltered() {
    logIn();

    assertThat(world.run("doctor", "--offline", "-q", ".files[0].mode").out())
        .isEqualTo("\"0600\"\n");
  }
}
