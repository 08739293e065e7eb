package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationEndpointsTest {
  private static final String PATH = "/v1/organizations/me";

  @Fixture private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @Test
  void itTellsWhatTheOrganizationIsAndAllows() throws Exception {
    Client.Reply reply = Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL).get(PATH);

    assertThat(reply.text("/org_id")).startsWith("org_");
    assertThat(reply.text("/name")).isEqualTo("Sandbox");
    assertThat(reply.text("/created_at")).isNotEmpty();
    assertThat(reply.json().path("allow_personal_api_keys").booleanValue()).isTrue();
    assertThat(reply.json().path("allow_service_account_api_keys").booleanValue()).isTrue();
  }

  @Test
  void anAdminForbidsNewKeysAndTheOldOnesGoOn() throws Exception {
    Client.Reply reply = admin.patch(PATH, "{'allow_personal_api_keys':false}");

    assertThat(reply.json().path("allow_personal_api_keys").booleanValue()).isFalse();
    assertThat(reply.json().path("allow_service_account_api_keys").booleanValue()).isTrue();
    assertThat(admin.post("/v1/api_keys", "{'type':'PERSONAL'}").status()).isEqualTo(403);
    assertThat(admin.get(PATH).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'allow_personal_api_keys':null}", "{'allow_personal_api_keys':'no'}", "[]"})
  void aBadChangeChangesNothing(String body) throws Exception {
    assertThat(admin.patch(PATH, body).status()).isEqualTo(400);
    assertThat(admin.get(PATH).json().path("allow_personal_api_keys").booleanValue()).isTrue();
  }

  @Test
  void onlyAnAdminChangesItAndInferenceKeysMayNotAsk() throws Exception {
    Client team = Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL);

    assertThat(team.patch(PATH, "{'allow_personal_api_keys':false}").status()).isEqualTo(403);
    assertThat(Client.of(sandbox, KeyType.WORKSPACE_INVOKE).get(PATH).status()).isEqualTo(403);
  }
}
