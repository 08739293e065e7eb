package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLogTest {
  private final Instant now = Instant.parse("2026-08-18T10:00:00Z");
  private final StringWriter written = new StringWriter();
  private final SandboxOptions options =
      SandboxOptions.defaults().withClock(Clock.fixed(now, ZoneOffset.UTC)).withLog(written);

  @Test
  void aRequestIsLoggedInJavaInTheWriterAndOverHttp() throws Exception {
    try (Sandbox sandbox = Sandbox.start(options)) {
      String key = sandbox.key(KeyType.PERSONAL);
      Client.bearer(sandbox, key).get("/v1/users?email=x");
      String prefix = key.substring(0, key.indexOf('.'));

      assertThat(sandbox.requests())
          .containsExactly(
              new RequestEntry(
                  now,
                  "GET",
                  "/v1/users",
                  200,
                  new SentCredential(Scheme.BEARER, prefix, ""),
                  "test/1"));
      String line =
          "{\"time\":\"2026-08-18T10:00:00Z\",\"method\":\"GET\",\"path\":\"/v1/users\","
              + "\"status\":200,\"scheme\":\"Bearer\",\"key_prefix\":\"%s\","
              + "\"service_account\":\"\",\"user_agent\":\"test/1\"}";
      assertThat(written).hasToString(line.formatted(prefix) + "\n");
      JsonNode overHttp = Client.withHeader(sandbox, "").get("/_sandbox/requests").json();
      assertThat(overHttp).hasToString("[" + line.formatted(prefix) + "]");

      Client.withHeader(sandbox, "").delete("/_sandbox/requests");
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @Test
  void aCutConnectionHasStatusZero() throws Exception {
    try (Sandbox sandbox = Sandbox.start(options)) {
      sandbox.fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/"));
      Client admin = Client.of(sandbox, KeyType.PERSONAL);
      assertThatThrownBy(() -> admin.post("/v1/secrets", "{}")).isInstanceOf(IOException.class);

      assertThat(sandbox.requests()).extracting(RequestEntry::status).containsExactly(0);
    }
  }

  @Test
  void noKeyNoTokenAndNoBodyIsEverLogged() throws Exception {
    try (Sandbox sandbox = Sandbox.start(options)) {
      String key = sandbox.key(KeyType.PERSONAL);
      String secret = key.substring(key.indexOf('.') + 1);
      Client admin = Client.bearer(sandbox, key);
      String created = admin.post("/v1/api_keys", "{'type':'WORKSPACE_INVOKE'}").text("/api_key");
      admin.post("/v1/secrets", "{'name':'s','value':'hunter2'}");
      admin.delete("/v1/api_keys/" + created);
      admin.delete("/v1/api_keys/" + created.replace(".", "%2e"));
      admin.delete("/v1/api_keys/" + key);
      Client.withHeader(sandbox, "Bearer nodothunter2hunter2").get("/v1/users/me");
      Client.withHeader(sandbox, "Bearer averylongheaderofajwt.hunter2").get("/v1/users/me");

      assertThat(written.toString() + sandbox.requests())
          .contains("/v1/api_keys/" + key.substring(0, key.indexOf('.')) + ".****")
          .contains("averylonghea\"")
          .doesNotContain(secret, created.substring(created.indexOf('.') + 1), "hunter2");
    }
  }

  @Test
  void aKeyAtAnOddPlaceIsNotLoggedEither() throws Exception {
    try (Sandbox sandbox = Sandbox.start(options)) {
      String own = sandbox.key(KeyType.PERSONAL);
      String other = sandbox.key(KeyType.WORKSPACE_INVOKE);
      Client admin = Client.bearer(sandbox, own);
      admin.delete("/v1/secrets/" + own);
      admin.get("/v1/teams/" + other + "/secrets?key=" + own);
      admin.get("/v1/models/" + Keys.secret(other));
      HttpRequest named =
          HttpRequest.newBuilder(sandbox.url().resolve("/v1/teams"))
              .header("User-Agent", "tool/" + own)
              .header("Authorization", "Bearer unknown1.hunter2hunter2")
              .build();
      HttpClient.newHttpClient().send(named, HttpResponse.BodyHandlers.discarding());

      assertThat(written.toString() + sandbox.requests())
          .contains("/v1/secrets/" + Keys.prefix(own) + ".****")
          .contains("tool/" + Keys.prefix(own) + ".****")
          .doesNotContain(Keys.secret(own), Keys.secret(other));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Bearer x ~ Bearer",
        "bEARER x ~ Bearer",
        "Bearer ~ Bearer",
        "Api-Key x ~ Api-Key",
        "Basic x ~ Basic",
        "Bearerhunter2 ~ other",
        "hunter2hunter2 ~ other",
        "'' ~ ''",
      })
  void theSchemeIsLoggedAndNeverWhatFollows(String header, String scheme) throws Exception {
    try (Sandbox sandbox = Sandbox.start(options)) {
      Client.withHeader(sandbox, header).get("/v1/users/me");

      assertThat(sandbox.requests()).extracting(e -> e.scheme().word()).containsExactly(scheme);
      assertThat(written.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void noIdentityTokenAndNoAccessTokenIsEverLogged() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld(ExchangeOptions.defaults(), written)) {
      String identity = world.token();
      String access = world.login();
      Client.bearer(world.sandbox, access).get("/v1/users/me");
      Client.bearer(world.sandbox, identity).get("/v1/users/me");
      Client.of(world.sandbox, KeyType.PERSONAL).get("/v1/users/" + access);
      Client.of(world.sandbox, KeyType.PERSONAL).get("/v1/users/" + identity + "/x");
      world.sandbox.revokeTokens();
      Client.withHeader(world.sandbox, "Api-Key " + access).get("/v1/users/me");

      assertThat(world.sandbox.requests())
          .extracting(RequestEntry::scheme)
          .containsExactly(
              Scheme.NONE,
              Scheme.BEARER,
              Scheme.BEARER,
              Scheme.BEARER,
              Scheme.BEARER,
              Scheme.API_KEY);
      assertThat(world.sandbox.requests())
          .extracting(entry -> entry.credential().serviceAccount())
          .containsExactly("", "ci-deployer", "", "", "", "ci-deployer");
      assertThat(written.toString() + world.sandbox.requests() + world.sandbox.refusedExchanges())
          .contains("\"service_account\":\"ci-deployer\"", "/v1/users/****/x")
          .doesNotContain(
              access, Keys.secret(identity), identity.substring(identity.lastIndexOf('.')));
    }
  }

  @Test
  void noTextFormShowsAKey() throws Exception {
    assertThat(new SeedKey("abcdefgh.hunter2", KeyType.PERSONAL, null, null))
        .hasToString("abcdefgh**** PERSONAL");
    assertThat(options.withKey("abcdefgh.hunter2", KeyType.PERSONAL, null, null).toString())
        .doesNotContain("hunter2");
  }
}
