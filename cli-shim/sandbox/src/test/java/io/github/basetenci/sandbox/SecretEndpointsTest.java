package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Client.Reply;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretEndpointsTest {
  @Fixture private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf_token", "hf-token", "hf.token", "hf token"})
  void namesThatDifferInPunctuationAreOneSecret(String second) throws Exception {
    Reply first = admin.post("/v1/secrets", "{'name':'hf_token','value':'1'}");
    Reply again = admin.post("/v1/secrets", "{'name':'" + second + "','value':'2'}");

    assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    assertThat(again.text("/created_at")).isEqualTo(first.text("/created_at"));
    assertThat(sandbox.secretValue(Sandbox.DEFAULT_TEAM, "hf_token")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HF_TOKEN", "hf__token", "hftoken"})
  void otherNamesAreOtherSecrets(String second) throws Exception {
    admin.post("/v1/secrets", "{'name':'hf_token','value':'1'}");
    admin.post("/v1/secrets", "{'name':'" + second + "','value':'2'}");

    assertThat(sandbox.secretValue(Sandbox.DEFAULT_TEAM, "hf_token")).isEqualTo("1");
  }

  @Test
  void aSecretBelongsToOneTeamAndItsValueIsNeverGivenBack() throws Exception {
    String team = "/v1/teams/" + sandbox.teamId(Sandbox.SECOND_TEAM) + "/secrets";
    admin.post(team, "{'name':'s','value':'hunter2'}");

    assertThat(admin.get(team).text("/secrets/0/team_name")).isEqualTo(Sandbox.SECOND_TEAM);
    assertThat(admin.get("/v1/secrets").json().at("/secrets")).hasSize(1);
    assertThat(admin.get(team).response().body()).doesNotContain("hunter2");
    assertThat(admin.delete("/v1/secrets/s").status()).isEqualTo(404);
    assertThat(admin.delete(team + "/s").text("/name")).isEqualTo("s");
    assertThat(sandbox.secretValue(Sandbox.SECOND_TEAM, "s")).isNull();
  }

  @Test
  void aTeamKeySeesAndSetsTheSecretsOfItsTeamAlone() throws Exception {
    String other = "/v1/teams/" + sandbox.teamId(Sandbox.SECOND_TEAM) + "/secrets";
    Client team = Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL);
    admin.post(other, "{'name':'s','value':'1'}");
    team.post("/v1/secrets", "{'name':'own','value':'2'}");

    assertThat(team.get("/v1/secrets").json().findValuesAsText("name")).containsExactly("own");
    assertThat(team.post(other, "{'name':'s','value':'2'}").status()).isEqualTo(404);
    assertThat(sandbox.secretValue(Sandbox.DEFAULT_TEAM, "own")).isEqualTo("2");
  }

  @Test
  void aKeyThatManagesKeysHandlesNoSecrets() throws Exception {
    assertThat(Client.of(sandbox, KeyType.WORKSPACE_MANAGE_API_KEYS).get("/v1/secrets").status())
        .isEqualTo(403);
  }

  @Test
  void aNameIsPercentEncodedInAPath() throws Exception {
    admin.post("/v1/secrets", "{'name':'a+b/ä','value':'1'}");

    assertThat(admin.delete("/v1/secrets/a+b%2F%C3%A4").text("/name")).isEqualTo("a+b/ä");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{'name':'s'}", "{'name':'','value':'v'}", "{'name':'s','value':1}"})
  void nameAndValueAreRequired(String body) throws Exception {
    assertThat(admin.post("/v1/secrets", body).status()).isEqualTo(400);
  }
}
