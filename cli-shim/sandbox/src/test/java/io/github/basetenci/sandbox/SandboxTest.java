package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
  private static final String GIVEN = "givenkey.0123456789abcdef";

  @AutoClose private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withWorkspace("Acme")
                .withKey(GIVEN, KeyType.WORKSPACE_MANAGE_ALL, Sandbox.SECOND_TEAM, "given"));
  }

  @Test
  void itListensOnLoopbackAlone() {
    assertThat(sandbox.url().getHost()).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> new Socket("127.0.0.2", sandbox.url().getPort()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aTakenPortIsAnError() {
    SandboxOptions samePort = SandboxOptions.defaults().withPort(sandbox.url().getPort());

    assertThatThrownBy(() -> Sandbox.start(samePort)).isInstanceOf(BindException.class);
  }

  @Test
  void itsPortIsFreeOnceItIsClosed() throws Exception {
    int port = sandbox.url().getPort();
    sandbox.close();

    try (Sandbox next = Sandbox.start(SandboxOptions.defaults().withPort(port))) {
      assertThat(Client.of(next, KeyType.PERSONAL).get("/v1/users/me").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Api-Key ", "bearer ", "API-KEY "})
  void aKeyIsTakenUnderBothSchemes(String scheme) throws Exception {
    assertThat(Client.withHeader(sandbox, scheme + GIVEN).get("/v1/users/me").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic x", "Bearer givenkey", "Bearer givenkey.x"})
  void anythingElseIsA401InTheShapeOfTheApi(String header) throws Exception {
    Client.Reply reply = Client.withHeader(sandbox, header).get("/v1/users/me");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("/code")).isEqualTo("UNAUTHORIZED");
    assertThat(reply.text("/message")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = KeyType.class, names = "ROUTES", mode = EnumSource.Mode.EXCLUDE)
  void everyTypeHasARandomKeyOfTodaysFormToBeginWith(KeyType type) {
    assertThat(sandbox.key(type)).matches("b10_[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}");
    assertThat(sandbox.accepts(sandbox.key(type))).isTrue();
  }

  @Test
  void aGivenKeyBelongsToItsTeam() throws Exception {
    Client given = Client.bearer(sandbox, GIVEN);

    assertThat(given.get("/v1/teams").json().at("/teams")).hasSize(1);
    assertThat(given.get("/v1/teams").text("/teams/0/name")).isEqualTo(Sandbox.SECOND_TEAM);
    assertThat(given.get("/v1/users/me").text("/workspace_name")).isEqualTo("Acme");
  }

  @Test
  void teamsAreFoundByNameAndById() throws Exception {
    Client admin = Client.of(sandbox, KeyType.PERSONAL);
    String id = sandbox.teamId(Sandbox.SECOND_TEAM);

    assertThat(admin.get("/v1/teams?name=" + Sandbox.SECOND_TEAM).text("/teams/0/id"))
        .isEqualTo(id);
    assertThat(admin.get("/v1/teams/" + id).text("/name")).isEqualTo(Sandbox.SECOND_TEAM);
    assertThat(admin.get("/v1/teams").json().findValues("default")).hasSize(2);
    assertThat(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL).get("/v1/teams/" + id).status())
        .isEqualTo(404);
  }

  @Test
  void usersAreListedAndFound() throws Exception {
    Client admin = Client.of(sandbox, KeyType.PERSONAL);
    Client.Reply found = admin.get("/v1/users?email=dev%40sandbox.example");

    assertThat(found.json().at("/items")).hasSize(1);
    assertThat(admin.get("/v1/users/" + found.text("/items/0/user_id")).text("/email"))
        .isEqualTo("dev@sandbox.example");
    assertThat(admin.get("/v1/users/nobody").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v2/users/me", "/v1/users/me/", "/v1//users/me", "/v1/models/x/y"})
  void anUnknownPathIsA404InTheShapeOfTheApi(String path) throws Exception {
    Client.Reply reply = Client.of(sandbox, KeyType.PERSONAL).get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("/code")).isEqualTo("NOT_FOUND");
  }

  @Test
  void trussWhoamiIsAnswered() throws Exception {
    Client.Reply reply =
        Client.withHeader(sandbox, "Api-Key " + sandbox.key(KeyType.PERSONAL))
            .post("/graphql/", "{'query':'query{organization{workspace_name}user{email}}'}");

    assertThat(reply.json())
        .hasToString(
            "{\"data\":{\"organization\":{\"workspace_name\":\"Acme\"},"
                + "\"user\":{\"email\":\"admin@sandbox.example\"}}}");
  }

  @Test
  void otherQueriesAreToldApart() throws Exception {
    Client.Reply reply =
        Client.of(sandbox, KeyType.PERSONAL).post("/graphql/", "{'query':'{models{id}}'}");

    assertThat(reply.text("/errors/0/message")).isEqualTo("The sandbox answers whoami alone.");
  }
}
