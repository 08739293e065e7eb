package io.github.basetenci.cli.auth;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a login and exec say of a team. */
class TeamWarningTest {
  @Fixture private World world;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team | nope | is none of those that this key sees (Default); a push to it will fail unless it is spelt as there",
        "team | Research | is none of those that this key sees (Default); a push to it will fail unless it is spelt as there",
        "team | Default | ",
        "invoke | research | was not checked: this key may not list teams (HTTP 403)"
      })
  void aTeamThatTheKeyDoesNotSeeIsSaid(String type, String team, String doubt) {
    world.set("BASETEN_API_KEY", type.equals("team") ? KEY : World.INVOKE_KEY);
    String sentence = doubt == null ? "" : "warning: the team '" + team + "' " + doubt + "\n";

    World.Run login = world.run("login", "--team", team, "--log", "warning");
    World.Run exec =
        world.run(
            "exec", "--log", "warning", "--allow-unknown-remote", "--team", team, "--", "true");

    assertThat(login.code()).as(login.err()).isZero();
    assertThat(teamWarnings(login)).isEqualTo(sentence);
    assertThat(teamWarnings(exec)).isEqualTo(sentence);
    assertThat(world.trussrc()).content().contains("team = " + team + "\n");
    world.sandbox().clearRequests();
    assertThat(world.run("login", "--no-verify", "--team", team).code()).isZero();
    assertThat(world.sandbox().requests()).isEmpty();
  }

  private static String teamWarnings(World.Run run) {
    return run.err()
        .lines()
        .filter(line -> line.contains("the team"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
