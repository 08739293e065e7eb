package io.github.basetenci.cli.keys;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysListCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void aTableShowsEveryKeyWithTypeTeamAndScope() {
    answer(
        """
        {"keys":[
          {"prefix":"abcdefgh","type":"WORKSPACE_MANAGE_ALL","name":"ci","model_ids":null,"team_name":"Default"},
          {"prefix":"ijklmnop","type":"WORKSPACE_INVOKE","name":null,"model_ids":["m1","m2"],"team_name":"Default"},
          {"prefix":"qrstuvwx","type":"WORKSPACE_INVOKE","name":"all","model_ids":[],"team_name":"Default"},
          {"prefix":"yzabcdef","type":"PERSONAL","name":"me","owner":{"user_id":"u","email":"me@example.com"}}]}
        """);

    World.Run run = world.run("keys", "list");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME  KEY           TYPE                  TEAM     MODELS      OWNER
            ci    abcdefgh****  workspace-manage-all  Default  -           -
            -     ijklmnop****  workspace-invoke      Default  m1,m2       -
            all   qrstuvwx****  workspace-invoke      Default  all models  -
            me    yzabcdef****  personal              -        -           me@example.com
            """);
  }

  @Test
  void theJsonResultIsTheListOfTheServer() {
    answer(
        """
        {"keys":[{"prefix":"yzabcdef","type":"ROUTES","owner":{"user_id":"u"},"new_field":1}]}
        """);

    assertThat(world.run("keys", "list", "-o", "jsonl").out())
        .isEqualTo(
            "{\"keys\":[{\"prefix\":\"yzabcdef\",\"type\":\"ROUTES\",\"name\":null,"
                + "\"model_ids\":null,\"team_name\":null,"
                + "\"owner\":{\"user_id\":\"u\",\"email\":null,\"name\":null}}]}\n");
  }

  @Test
  void aFilterPicksWhatAScriptNeeds() {
    World.Run run =
        world
            .set("BASETEN_API_KEY", PERSONAL_KEY)
            .run("keys", "list", "-q", ".keys[] | select(.name == \"marker\") | .prefix");

    assertThat(run.out()).isEqualTo("\"markerkey\"\n");
  }

  @Test
  void noKeysIsANoteAndAnEmptyResult() {
    answer("{\"keys\":[]}");

    World.Run run = world.run("keys", "list");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).endsWith("No keys found.\n");
  }

  @Test
  void aKeyWithoutManagementRightsIsRefusedWithExitCode3() {
    World.Run run = world.set("BASETEN_API_KEY", INVOKE_KEY).run("keys", "list");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("does not allow this key to GET /v1/api_keys (HTTP 403)");
  }

  private void answer(String body) {
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, body));
  }
}
