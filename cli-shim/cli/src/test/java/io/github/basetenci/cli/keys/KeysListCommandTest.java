package io.github.basetenci.cli.keys;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.util.List;
import java.util.stream.Stream;
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
          {"prefix":"abcdefgh","type":"WORKSPACE_MANAGE_ALL","name":"ci","model_ids":null,"team_name":"Default","created_at":"2026-10-02T23:30:00.123456-02:00","last_used_at":"2026-11-01T08:00:00Z"},
          {"prefix":"ijklmnop","type":"WORKSPACE_INVOKE","name":null,"model_ids":["m1","m2"],"team_name":"Default","created_at":"2026-10-02T08:00:00Z","last_used_at":null},
          {"prefix":"qrstuvwx","type":"WORKSPACE_INVOKE","name":"all","model_ids":[],"team_name":"Default"},
          {"prefix":"yzabcdef","type":"PERSONAL","name":"me","owner":{"user_id":"u","email":"me@example.com"}}]}
        """);

    World.Run run = world.run("keys", "list");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME  KEY           TYPE                  TEAM     MODELS      OWNER           CREATED     LAST USED
            ci    abcdefgh****  workspace-manage-all  Default  -           -               2026-10-03  2026-11-01
            -     ijklmnop****  workspace-invoke      Default  m1,m2       -               2026-10-02  -
            all   qrstuvwx****  workspace-invoke      Default  all models  -               -           -
            me    yzabcdef****  personal              -        -           me@example.com  -           -
            """);
  }

  @Test
  void oldAndUnusedKeysAreFound() {
    String keys =
        """
        {"keys":[
          {"prefix":"ancientk","type":"PERSONAL","created_at":"2000-01-01T00:00:00Z","last_used_at":"2001-01-01T00:00:00Z"},
          {"prefix":"inusekey","type":"PERSONAL","created_at":"2000-01-01T00:00:00Z","last_used_at":"9999-01-01T00:00:00Z"},
          {"prefix":"neverold","type":"PERSONAL","created_at":"2000-01-01T00:00:00Z","last_used_at":null},
          {"prefix":"newnever","type":"PERSONAL","created_at":"9999-01-01T00:00:00Z","last_used_at":null},
          {"prefix":"nothing1","type":"PERSONAL"}]}
        """;
    answer(keys);
    World.Run old = world.run("keys", "list", "--older-than", "90d", "-q", ".keys[].prefix");
    answer(keys);
    World.Run unused = world.run("keys", "list", "--unused-for", "90d", "-q", ".keys[].prefix");

    assertThat(old.out()).isEqualTo("\"ancientk\"\n\"inusekey\"\n\"neverold\"\n");
    assertThat(unused.out()).isEqualTo("\"ancientk\"\n\"neverold\"\n");
    assertThat(unused.err())
        .endsWith(
            "1 key is not listed, because the server does not say when it was created or last"
                + " used.\n");
  }

  @Test
  void anAgeIsALengthOfTime() {
    World.Run run = world.run("keys", "list", "--unused-for", "soon");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("as in 24h");
  }

  @Test
  void theJsonResultIsTheListOfTheServer() {
    answer(
        """
        {"keys":[{"prefix":"yzabcdef","type":"ROUTES","created_at":"2026-10-02T23:30:00.123456-02:00","owner":{"user_id":"u"},"new_field":1}]}
        """);

    assertThat(world.run("keys", "list", "-o", "jsonl").out())
        .isEqualTo(
            "{\"keys\":[{\"prefix\":\"yzabcdef\",\"type\":\"ROUTES\",\"name\":null,"
                + "\"model_ids\":null,\"team_name\":null,"
                + "\"created_at\":\"2026-10-03T01:30:00.123456Z\",\"last_used_at\":null,"
                + "\"owner\":{\"user_id\":\"u\",\"email\":null,\"name\":null}}]}\n");
  }

  @Test
  void theListCanBeOfOneTypeAndOfOwnKeys() {
    world.run("keys", "create", "--type", "routes", "--name", "mine", "--to-file", "key");

    assertThat(names("--type", "routes")).isEqualTo("\"mine\"\n");
    assertThat(names("--type", "WORKSPACE_INVOKE", "--created-by-me")).isEmpty();
    assertThat(names("--created-by-me")).isEqualTo("\"mine\"\n");
    assertThat(names()).contains("\"marker\"", "\"mine\"");
  }

  private String names(String... options) {
    return world
        .run(
            Stream.of(List.of("keys", "list", "-q", ".keys[].name"), List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new))
        .out();
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
