package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.basetenci.sandbox.Client.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityProviderEndpointsTest {
  private static final String PATH = "/v1/access/identity_providers";
  private static final String VERIFY = PATH + "/verify";
  private static final String EKS =
      "https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
  private static final String JENKINS = "https://jenkins.example/oidc";
  private static final String GITHUB = "{'predefined':{'kind':'GITHUB_ACTIONS'}}";

  private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withClock(new MovingClock())
                .withIssuer(EKS, RfcKeys.JWKS)
                .withIssuer(JENKINS, RfcKeys.JWKS));
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void thePredefinedProvidersHaveAnIssuerOrTheFormOfOne() throws Exception {
    JsonNode items =
        Client.of(sandbox, KeyType.WORKSPACE_MANAGE_ALL)
            .get("/v1/access/predefined_identity_providers")
            .json()
            .at("/items");

    assertThat(items.findValuesAsText("kind"))
        .containsExactly("GITHUB_ACTIONS", "GOOGLE_CLOUD", "AWS", "AWS_EKS", "AZURE", "SANDBOX");
    assertThat(items.get(0).path("issuer_url").textValue()).isEqualTo(TestIssuer.GITHUB);
    assertThat(items.get(0).path("issuer_format").isNull()).isTrue();
    assertThat(items.get(3).path("issuer_url").isNull()).isTrue();
    assertThat(items.get(3).path("issuer_format").textValue()).contains("{region}");
    assertThat(items.get(5).path("issuer_url").textValue()).isEqualTo(JENKINS);
  }

  @Test
  void anIssuerThatBasetenDoesNotListIsPredefinedHereAlone() throws Exception {
    try (Sandbox plain = Sandbox.start()) {
      assertThat(
              Client.of(plain, KeyType.PERSONAL)
                  .get("/v1/access/predefined_identity_providers")
                  .json()
                  .findValuesAsText("kind"))
          .doesNotContain("SANDBOX");
    }
    assertThat(add("SANDBOX", JENKINS).status()).isEqualTo(200);
    assertThat(add("SANDBOX", "https://other.example").status()).isEqualTo(422);
  }

  @Test
  void aProviderIsAddedListedAndGot() throws Exception {
    Reply added = admin.post(PATH, GITHUB);
    String id = added.text("/id");

    assertThat(added.json())
        .hasToString(
            "{\"id\":\""
                + id
                + "\",\"name\":\"GitHub Actions\",\"predefined\":{\"kind\":\"GITHUB_ACTIONS\","
                + "\"issuer_url\":\"https://token.actions.githubusercontent.com\"},"
                + "\"description\":null,\"created_by\":\""
                + admin.get("/v1/users/me").text("/user_id")
                + "\",\"created_at\":\"2026-08-18T10:00:00Z\","
                + "\"updated_at\":\"2026-08-18T10:00:00Z\"}");
    assertThat(id).hasSize(8);
    assertThat(admin.get(PATH + "/" + id).json()).isEqualTo(added.json());
    assertThat(admin.get(PATH).json().at("/items/0")).isEqualTo(added.json());
    assertThat(admin.get(PATH + "/other").status()).isEqualTo(404);
  }

  @Test
  void aNameIsTakenOnceAndAnIssuerToo() throws Exception {
    assertThat(admin.post(VERIFY, GITHUB).text("/valid")).isEqualTo("true");
    assertThat(admin.post(VERIFY, GITHUB).json().at("/reason").isNull()).isTrue();
    assertThat(admin.get(PATH).json().at("/items")).isEmpty();
    admin.post(PATH, GITHUB);

    assertThat(admin.post(PATH, GITHUB.replace("}}", "},'name':'second'}")).status())
        .isEqualTo(422);
    assertThat(admin.post(VERIFY, GITHUB).status()).isEqualTo(200);
    assertThat(admin.post(VERIFY, GITHUB).text("/valid")).isEqualTo("false");
    assertThat(admin.post(VERIFY, GITHUB).text("/reason")).contains("has an identity provider");
    assertThat(
            admin
                .post(
                    PATH,
                    "{'predefined':{'kind':'AWS_EKS','issuer_url':'"
                        + EKS
                        + "'},'name':'GitHub Actions'}")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_EKS, https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE1, cannot be fetched",
    "AWS_EKS, https://oidc.eks.evil.example/id/EXAMPLE1, has the form",
    "AWS_EKS, http://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE1, has the form",
    "AZURE, https://login.microsoftonline.com/common/v2.0, has the form",
    "AWS, https://0a1b2c3d-0000-0000-0000-000000000000.tokens.sts.global.api.aws, be fetched",
    "SANDBOX, https://token.actions.githubusercontent.com, has the form",
  })
  void formAndKeysOfAnIssuerAreChecked(String kind, String issuer, String reason) throws Exception {
    Reply verified =
        admin.post(VERIFY, "{'predefined':{'kind':'" + kind + "','issuer_url':'" + issuer + "'}}");

    assertThat(verified.status()).isEqualTo(200);
    assertThat(verified.text("/valid")).isEqualTo("false");
    assertThat(verified.text("/reason")).contains(reason);
    assertThat(add(kind, issuer).status()).isEqualTo(422);
    assertThat(add(kind, issuer).text("/message")).isEqualTo(verified.text("/reason"));
  }

  @Test
  void keysCanBePublishedOverHttp() throws Exception {
    String issuer = "https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE1";
    Client control = Client.withHeader(sandbox, "");

    assertThat(add("AWS_EKS", issuer).status()).isEqualTo(422);
    assertThat(
            control
                .post(
                    "/_sandbox/issuers", "{'issuer':'" + issuer + "','jwks':" + RfcKeys.JWKS + "}")
                .status())
        .isEqualTo(200);
    assertThat(add("AWS_EKS", issuer).status()).isEqualTo(200);
    assertThat(control.post("/_sandbox/issuers", "{'issuer':'x','jwks':{}}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'predefined':'GITHUB_ACTIONS'}",
        "{'predefined':{}}",
        "{'predefined':{'kind':'JENKINS'}}",
        "{'predefined':{'kind':'AWS_EKS'}}",
        "{'predefined':{'kind':'GITHUB_ACTIONS','issuer_url':'https://x.example'}}",
        "{'predefined':{'kind':'GITHUB_ACTIONS'},'name':''}",
        "{'predefined':{'kind':'GITHUB_ACTIONS'},'description':1}",
      })
  void theFieldsAreChecked(String body) throws Exception {
    assertThat(admin.post(PATH, body).status()).isEqualTo(400);
    assertThat(admin.get(PATH).json().at("/items")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"WORKSPACE_MANAGE_ALL", "WORKSPACE_MANAGE_API_KEYS", "WORKSPACE_INVOKE"})
  void anOrganizationAdminAloneAddsAndVerifies(KeyType type) throws Exception {
    Client other = Client.of(sandbox, type);

    assertThat(other.post(PATH, GITHUB).status()).isEqualTo(403);
    assertThat(other.post(VERIFY, GITHUB).status()).isEqualTo(403);
    assertThat(Client.withHeader(sandbox, "").get(PATH).status()).isEqualTo(401);
  }

  private Reply add(String kind, String issuer) throws IOException, InterruptedException {
    return admin.post(PATH, "{'predefined':{'kind':'" + kind + "','issuer_url':'" + issuer + "'}}");
  }
}
