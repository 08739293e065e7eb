package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.basetenci.sandbox.Client.Reply;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEndpointsTest {
  @Fixture private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @ParameterizedTest
  @CsvSource({
    "PERSONAL, PERSONAL, 200",
    "PERSONAL, WORKSPACE_MANAGE_ALL, 200",
    "PERSONAL, WORKSPACE_INVOKE, 200",
    "PERSONAL, WORKSPACE_EXPORT_METRICS, 200",
    "PERSONAL, WORKSPACE_MANAGE_API_KEYS, 200",
    "WORKSPACE_MANAGE_ALL, PERSONAL, 403",
    "WORKSPACE_MANAGE_ALL, WORKSPACE_MANAGE_ALL, 200",
    "WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE, 200",
    "WORKSPACE_MANAGE_ALL, WORKSPACE_MANAGE_API_KEYS, 403",
    "WORKSPACE_MANAGE_API_KEYS, PERSONAL, 403",
    "WORKSPACE_MANAGE_API_KEYS, WORKSPACE_MANAGE_ALL, 200",
    "WORKSPACE_MANAGE_API_KEYS, WORKSPACE_MANAGE_API_KEYS, 403",
    "PERSONAL, ROUTES, 200",
    "WORKSPACE_MANAGE_ALL, ROUTES, 200",
    "WORKSPACE_INVOKE, WORKSPACE_INVOKE, 403",
    "WORKSPACE_EXPORT_METRICS, WORKSPACE_EXPORT_METRICS, 403"
  })
  void whoMayCreateWhat(KeyType caller, KeyType wanted, int status) throws Exception {
    Reply reply = Client.of(sandbox, caller).post("/v1/api_keys", "{'type':'" + wanted + "'}");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(sandbox.accepts(reply.text("/api_key"))).isEqualTo(status == 200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/users/me",
    "GET, /v1/users",
    "GET, /v1/teams",
    "GET, /v1/api_keys",
    "GET, /v1/secrets",
    "DELETE, /v1/api_keys/x"
  })
  void keysForModelsManageNothing(String method, String path) throws Exception {
    for (KeyType type : List.of(KeyType.WORKSPACE_INVOKE, KeyType.WORKSPACE_EXPORT_METRICS)) {
      Client client = Client.of(sandbox, type);
      Reply reply = method.equals("GET") ? client.get(path) : client.delete(path);

      assertThat(reply.status()).isEqualTo(403);
    }
  }

  @Test
  void aTeamKeyStaysInItsTeam() throws Exception {
    String other = sandbox.teamId(Sandbox.SECOND_TEAM);
    String foreign =
        admin
            .post("/v1/teams/" + other + "/api_keys", "{'type':'WORKSPACE_INVOKE'}")
            .text("/api_key");
    Client team = Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL);

    assertThat(
            team.post("/v1/teams/" + other + "/api_keys", "{'type':'WORKSPACE_INVOKE'}").status())
        .isEqualTo(404);
    assertThat(prefixes(team)).doesNotContain(prefix(foreign));
    assertThat(team.delete("/v1/api_keys/" + prefix(foreign)).status()).isEqualTo(404);
    assertThat(sandbox.accepts(foreign)).isTrue();
  }

  @Test
  void anAdminSeesAllKeysAndATeamKeyThoseOfItsTeamAlone() throws Exception {
    assertThat(prefixes(admin)).hasSize(5);
    assertThat(prefixes(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL))).hasSize(3);
    assertThat(prefixes(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_API_KEYS))).hasSize(4);
  }

  @Test
  void aDeletedKeyIsRefusedAtOnceAndUnknownAfterwards() throws Exception {
    String doomed = sandbox.key(KeyType.WORKSPACE_MANAGE_ALL);

    assertThat(admin.delete("/v1/api_keys/" + prefix(doomed)).text("/prefix"))
        .isEqualTo(prefix(doomed));

    assertThat(Client.bearer(sandbox, doomed).get("/v1/users/me").status()).isEqualTo(401);
    assertThat(admin.delete("/v1/api_keys/" + prefix(doomed)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "WORKSPACE_MANAGE_ALL, WORKSPACE_MANAGE_ALL, 400",
    "WORKSPACE_MANAGE_ALL, WORKSPACE_INVOKE, 400",
    "WORKSPACE_MANAGE_ALL, PERSONAL, 200",
    "PERSONAL, PERSONAL, 400",
    "PERSONAL, WORKSPACE_INVOKE, 200",
    "WORKSPACE_MANAGE_API_KEYS, WORKSPACE_MANAGE_API_KEYS, 400",
    "WORKSPACE_MANAGE_API_KEYS, WORKSPACE_MANAGE_ALL, 200"
  })
  void aNameIsUniqueAmongItsKind(KeyType first, KeyType second, int status) throws Exception {
    create(first, "same");

    assertThat(create(second, "same").status()).isEqualTo(status);
  }

  @Test
  void aNameIsFreeInAnotherTeamAndAfterTheKeyIsGone() throws Exception {
    String key = create(KeyType.WORKSPACE_INVOKE, "same").text("/api_key");
    String other = sandbox.teamId(Sandbox.SECOND_TEAM);
    String body = "{'type':'WORKSPACE_INVOKE','name':'same'}";

    assertThat(admin.post("/v1/teams/" + other + "/api_keys", body).status()).isEqualTo(200);
    assertThat(admin.post("/v1/teams/" + other + "/api_keys", body).status()).isEqualTo(400);
    admin.delete("/v1/api_keys/" + prefix(key));
    assertThat(create(KeyType.WORKSPACE_INVOKE, "same").status()).isEqualTo(200);
  }

  @Test
  void keysWithoutANameNeverCollide() throws Exception {
    admin.post("/v1/api_keys", "{'type':'WORKSPACE_INVOKE','name':null}");

    assertThat(admin.post("/v1/api_keys", "{'type':'WORKSPACE_INVOKE'}").status()).isEqualTo(200);
  }

  @Test
  void theStatusOfATakenNameCanBeChosen() throws Exception {
    try (Sandbox other = Sandbox.start(SandboxOptions.defaults().withDuplicateNameStatus(409))) {
      Client client = Client.of(other, KeyType.PERSONAL);
      client.post("/v1/api_keys", "{'type':'PERSONAL','name':'n'}");

      assertThat(client.post("/v1/api_keys", "{'type':'PERSONAL','name':'n'}").status())
          .isEqualTo(409);
    }
  }

  @Test
  void ofManyWhoWantOneNameAtOnceExactlyOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Reply>> wishes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      wishes.add(() -> create(KeyType.WORKSPACE_MANAGE_ALL, "base-2"));
    }

    List<Integer> statuses = new ArrayList<>();
    for (Future<Reply> wish : threads.invokeAll(wishes)) {
      statuses.add(wish.get().status());
    }
    threads.shutdown();

    assertThat(statuses).hasSize(8).containsOnlyOnce(200);
    assertThat(sandbox.keyNames()).containsOnlyOnce("base-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'OWNER'}",
        "{'type':7}",
        "{'type':'PERSONAL','name':7}",
        "{'type':'PERSONAL','name':''}",
        "{'type':'PERSONAL','model_ids':['m']}",
        "{'type':'WORKSPACE_MANAGE_ALL','model_ids':[]}",
        "{'type':'WORKSPACE_INVOKE','model_ids':'m'}",
        "{'type':'WORKSPACE_INVOKE','model_ids':[1]}",
        "{'type':'PERSONAL','team_id':'x'}",
        "[]",
        "not json",
        ""
      })
  void aBadRequestCreatesNothing(String body) throws Exception {
    Reply reply = admin.post("/v1/api_keys", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/code")).isEqualTo("VALIDATION_ERROR");
    assertThat(prefixes(admin)).hasSize(5);
  }

  @Test
  void theTeamOfTheBodyMustBeTheTeamOfThePath() throws Exception {
    String first = sandbox.teamId(Sandbox.DEFAULT_TEAM);
    String second = sandbox.teamId(Sandbox.SECOND_TEAM);
    String body = "{'type':'WORKSPACE_INVOKE','team_id':'" + second + "'}";

    assertThat(admin.post("/v1/teams/" + first + "/api_keys", body).status()).isEqualTo(400);
    assertThat(admin.post("/v1/teams/" + second + "/api_keys", body).status()).isEqualTo(200);
    assertThat(admin.post("/v1/api_keys", body).status()).isEqualTo(200);
  }

  @Test
  void theListTellsWhatTheApiTells() throws Exception {
    String key =
        admin
            .post("/v1/api_keys", "{'type':'WORKSPACE_INVOKE','name':'n','model_ids':['m']}")
            .text("/api_key");

    JsonNode item = admin.get("/v1/api_keys").json().at("/keys/5");

    assertThat(item)
        .hasToString(
            "{\"prefix\":\"%s\",\"type\":\"WORKSPACE_INVOKE\",\"name\":\"n\",\"model_ids\":[\"m\"],\"team_name\":\"Default\",\"owner\":null,\"created_at\":\"%s\",\"last_used_at\":null}"
                .formatted(prefix(key), item.path("created_at").textValue()));
  }

  @Test
  void theListTellsWhenAKeyWasMadeAndWhenItWasLastUsed() throws Exception {
    MovingClock clock = new MovingClock("2026-10-01T15:00:00Z");
    try (Sandbox dated = Sandbox.start(SandboxOptions.defaults().withClock(clock))) {
      Client asAdmin = Client.of(dated, KeyType.PERSONAL);
      clock.set("2026-10-02T08:00:00Z");
      String key = asAdmin.post("/v1/api_keys", "{'type':'WORKSPACE_MANAGE_ALL'}").text("/api_key");
      clock.set("2026-10-03T09:30:00Z");
      JsonNode unused = asAdmin.get("/v1/api_keys").json().at("/keys/5");
      Client.bearer(dated, key).get("/v1/users/me");
      clock.set("2026-10-04T00:00:00Z");
      JsonNode used = asAdmin.get("/v1/api_keys").json().at("/keys/5");

      assertThat(unused.path("created_at").textValue()).isEqualTo("2026-10-02T08:00:00Z");
      assertThat(unused.path("last_used_at").isNull()).isTrue();
      assertThat(used.path("created_at").textValue()).isEqualTo("2026-10-02T08:00:00Z");
      assertThat(used.path("last_used_at").textValue()).isEqualTo("2026-10-03T09:30:00Z");
    }
  }

  @Test
  void newKeysHaveTodaysForm() throws Exception {
    assertThat(create(KeyType.PERSONAL, "n").text("/api_key"))
        .matches("b10_[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}");
  }

  @Test
  void theListCanBeOfOneType() throws Exception {
    create(KeyType.ROUTES, "routes");

    assertThat(names("/v1/api_keys?type=ROUTES")).containsExactly("routes");
    assertThat(names("/v1/api_keys?type=PERSONAL")).containsExactly("personal");
    assertThat(names("/v1/api_keys?type=OF_TOMORROW")).isEmpty();
  }

  @Test
  void theListCanBeOfTheCallersOwnKeys() throws Exception {
    Client team = Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL);
    team.post("/v1/api_keys", "{'type':'WORKSPACE_INVOKE','name':'of-the-team'}");
    create(KeyType.WORKSPACE_INVOKE, "of-the-admin");

    assertThat(team.get("/v1/api_keys?created_by_me=true").json().findValuesAsText("name"))
        .containsExactly("of-the-team");
    assertThat(names("/v1/api_keys?created_by_me=true"))
        .contains("of-the-admin")
        .doesNotContain("of-the-team");
    assertThat(names("/v1/api_keys?created_by_me=false")).contains("of-the-team");
    assertThat(admin.get("/v1/api_keys?created_by_me=maybe").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "PERSONAL, false, true, 403",
    "WORKSPACE_MANAGE_ALL, false, true, 200",
    "PERSONAL, true, false, 200",
    "WORKSPACE_MANAGE_ALL, true, false, 403",
    "WORKSPACE_MANAGE_API_KEYS, true, false, 403"
  })
  void anOrganizationCanForbidNewKeys(
      KeyType type, boolean personal, boolean serviceAccount, int status) throws Exception {
    NewKeys allowed = new NewKeys(personal, serviceAccount);
    try (Sandbox strict = Sandbox.start(SandboxOptions.defaults().withNewKeys(allowed))) {
      Client asAdmin = Client.of(strict, KeyType.PERSONAL);

      assertThat(asAdmin.post("/v1/api_keys", "{'type':'" + type + "'}").status())
          .isEqualTo(status);
    }
  }

  private List<String> names(String path) throws IOException, InterruptedException {
    return admin.get(path).json().findValuesAsText("name").stream()
        .filter(name -> !name.equals("Ada Admin"))
        .toList();
  }

  private Reply create(KeyType type, String name) throws IOException, InterruptedException {
    return admin.post("/v1/api_keys", "{'type':'" + type + "','name':'" + name + "'}");
  }

  private static List<String> prefixes(Client client) throws IOException, InterruptedException {
    return client.get("/v1/api_keys").json().findValuesAsText("prefix");
  }

  private static String prefix(String key) {
    return key.substring(0, key.indexOf('.'));
  }
}
