package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.sandbox.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountEndpointsTest {
  private static final String PATH = "/v1/service_accounts";
  private static final String DEPLOY = "{'kind':'WORKSPACE_MANAGE_ALL'}";

  private final MovingClock clock = new MovingClock();
  private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withClock(clock)
                .withServiceAccount("keys", KeyType.WORKSPACE_MANAGE_API_KEYS, null)
                .withServiceAccount("research", KeyType.WORKSPACE_INVOKE, Sandbox.SECOND_TEAM));
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void anAccountIsCreatedEnabledAndChanged() throws Exception {
    String team = sandbox.teamId(Sandbox.DEFAULT_TEAM);
    Reply created = create("ci-deployer", DEPLOY, team);
    String id = created.text("/id");

    assertThat(created.json())
        .hasToString(
            "{\"id\":\""
                + id
                + "\",\"name\":\"ci-deployer\","
                + "\"preset_permissions\":{\"kind\":\"WORKSPACE_MANAGE_ALL\"},\"disabled\":false,"
                + "\"created_at\":\"2026-08-18T10:00:00Z\","
                + "\"updated_at\":\"2026-08-18T10:00:00Z\",\"description\":null,\"team_id\":\""
                + team
                + "\",\"team_name\":\"Default\"}");
    clock.move(Duration.ofMinutes(1));
    Reply changed =
        admin.patch(
            PATH + "/" + id,
            "{'disabled':true,'description':'d','preset_permissions':{'kind':'WORKSPACE_INVOKE'}}");
    assertThat(changed.text("/disabled")).isEqualTo("true");
    assertThat(changed.text("/description")).isEqualTo("d");
    assertThat(changed.text("/name")).isEqualTo("ci-deployer");
    assertThat(changed.text("/preset_permissions/kind")).isEqualTo("WORKSPACE_INVOKE");
    assertThat(changed.text("/updated_at")).isEqualTo("2026-08-18T10:01:00Z");
    Reply back =
        admin.patch(PATH + "/" + id, "{'disabled':false,'description':null,'name':'deployer'}");
    assertThat(back.text("/disabled")).isEqualTo("false");
    assertThat(back.json().at("/description").isNull()).isTrue();
    assertThat(back.text("/name")).isEqualTo("deployer");
    assertThat(back.text("/preset_permissions/kind")).isEqualTo("WORKSPACE_INVOKE");
  }

  @Test
  void aRefusedChangeChangesNothing() throws Exception {
    String id = admin.get(PATH).text("/items/0/id");
    Reply before = admin.get(PATH);

    for (String change :
        List.of(
            "{'name':'new','preset_permissions':{'kind':'WORKSPACE_INVOKE'}}",
            "{'disabled':true,'name':'research'}",
            "{'name':'new','disabled':'yes'}",
            "{'name':'new','description':7}",
            "{'name':'new','team_id':null}")) {
      assertThat(admin.patch(PATH + "/" + id, change).status()).isEqualTo(400);
    }

    assertThat(admin.get(PATH).json()).isEqualTo(before.json());
    assertThat(admin.patch(PATH + "/other", "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'name':'a'}",
        "{'name':'a','preset_permissions':'WORKSPACE_MANAGE_API_KEYS'}",
        "{'name':'a','preset_permissions':{}}",
        "{'name':'a','preset_permissions':{'kind':'PERSONAL'}}",
        "{'name':'a','preset_permissions':{'kind':'WORKSPACE_MANAGE_ALL'}}",
        "{'name':'','preset_permissions':{'kind':'WORKSPACE_MANAGE_API_KEYS'}}",
        "{'name':'keys','preset_permissions':{'kind':'WORKSPACE_MANAGE_API_KEYS'}}",
        "{'name':'a','preset_permissions':{'kind':'WORKSPACE_MANAGE_API_KEYS'},'team_id':''}",
      })
  void theFieldsAreChecked(String body) throws Exception {
    assertThat(admin.post(PATH, body).status()).isEqualTo(400);
    assertThat(admin.get(PATH).json().at("/items")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "PERSONAL, 200, 200, 200",
    "WORKSPACE_MANAGE_API_KEYS, 403, 200, 200",
    "WORKSPACE_MANAGE_ALL, 403, 200, 404",
    "WORKSPACE_INVOKE, 403, 403, 403",
  })
  void whoMayCreateAnAccount(KeyType type, int organization, int ownTeam, int otherTeam)
      throws Exception {
    admin = Client.of(sandbox, type);

    assertThat(
            admin
                .post(
                    PATH, "{'name':'o','preset_permissions':{'kind':'WORKSPACE_MANAGE_API_KEYS'}}")
                .status())
        .isEqualTo(organization);
    assertThat(create("a", DEPLOY, sandbox.teamId(Sandbox.DEFAULT_TEAM)).status())
        .isEqualTo(ownTeam);
    assertThat(create("b", DEPLOY, sandbox.teamId(Sandbox.SECOND_TEAM)).status())
        .isEqualTo(otherTeam);
  }

  @Test
  void whoeverAdministersAnAccountSeesIt() throws Exception {
    assertThat(names(admin, "")).containsExactly("keys", "research");
    assertThat(names(admin, "?team_id=" + sandbox.teamId(Sandbox.SECOND_TEAM)))
        .containsExactly("research");
    assertThat(names(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_API_KEYS), ""))
        .containsExactly("research");
    assertThat(names(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL), "")).isEmpty();
    String research = admin.get(PATH).text("/items/1/id");
    assertThat(
            Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL)
                .patch(PATH + "/" + research, "{'disabled':true}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aListComesInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      create("n" + i, DEPLOY, sandbox.teamId(Sandbox.DEFAULT_TEAM));
    }
    Reply first = admin.get(PATH + "?limit=4");
    String cursor = first.text("/pagination/cursor");
    Reply second = admin.get(PATH + "?limit=4&cursor=" + cursor);

    assertThat(first.json().at("/items")).hasSize(4);
    assertThat(first.text("/pagination/has_more")).isEqualTo("true");
    assertThat(second.json().at("/items").findValuesAsText("name"))
        .containsExactly("n2", "n3", "n4");
    assertThat(second.text("/pagination/has_more")).isEqualTo("false");
    assertThat(second.json().at("/pagination/cursor").isNull()).isTrue();
    for (String query :
        List.of("limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=from-8", "cursor=")) {
      assertThat(admin.get(PATH + "?" + query).status()).as(query).isEqualTo(400);
    }
  }

  @Test
  void aSandboxDoesNotStartWithAnAccountThatTheApiRefuses() {
    SandboxOptions options = SandboxOptions.defaults();
    List<SandboxOptions> wrong =
        List.of(
            options.withServiceAccount("a", KeyType.WORKSPACE_MANAGE_ALL, null),
            options.withServiceAccount("a", KeyType.PERSONAL, Sandbox.DEFAULT_TEAM),
            options.withServiceAccount("a", KeyType.WORKSPACE_INVOKE, "no team"),
            options
                .withServiceAccount("a", KeyType.WORKSPACE_INVOKE, Sandbox.DEFAULT_TEAM)
                .withServiceAccount("a", KeyType.WORKSPACE_INVOKE, Sandbox.DEFAULT_TEAM));

    for (SandboxOptions each : wrong) {
      assertThatThrownBy(() -> Sandbox.start(each)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Reply create(String name, String preset, String team)
      throws IOException, InterruptedException {
    return admin.post(
        PATH,
        "{'name':'" + name + "','preset_permissions':" + preset + ",'team_id':'" + team + "'}");
  }

  private static List<String> names(Client client, String query) throws Exception {
    return client.get(PATH + query).json().at("/items").findValuesAsText("name");
  }
}
