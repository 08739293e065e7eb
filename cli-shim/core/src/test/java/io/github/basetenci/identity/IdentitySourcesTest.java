package io.github.basetenci.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.identity.IdentityCommand.Printed;
import io.github.basetenci.identity.IdentityException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitySourcesTest {
  private static final String TOKEN = Tokens.text(Tokens.github());

  @TempDir private Path dir;

  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Metadata-Flavor")
            + " "
            + exchange.getRequestHeaders().getFirst("Metadata"));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void aFileIsReadEachTime() throws Exception {
    Path file = dir.resolve("token");
    IdentitySource source = new IdentityFile("--id-token-file", file);
    assertThat(source.isRenewable()).isTrue();
    Files.writeString(file, TOKEN + "\n");
    assertThat(token(source)).isEqualTo(TOKEN);
    String second = Tokens.text(Tokens.github().with("jti", "2"));
    Files.writeString(file, second);
    assertThat(token(source)).isEqualTo(second);
  }

  @Test
  void aFileThatHoldsNoTokenIsRefusedWithoutItsText() throws Exception {
    Path file = dir.resolve("token");
    IdentitySource source = new IdentityFile("--id-token-file", file);
    assertThatThrownBy(() -> token(source))
        .hasMessage(
            "the file of the identity token " + file + " (from --id-token-file) does not exist");
    Files.createDirectory(file);
    assertThatThrownBy(() -> token(source)).hasMessageContaining("is a directory");
    Files.delete(file);
    for (String text : List.of("", "password", "a.b.c\na.b.c", "x".repeat(100_000), "\u00e9.a.b")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> token(source))
          .isInstanceOfSatisfying(
              IdentityException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
          .hasMessageStartingWith("the identity token from --id-token-file is ")
          .hasMessageNotContaining("password");
    }
  }

  @Test
  void aGivenTokenIsTheSameEachTime() throws Exception {
    IdentitySource source = new GivenIdentity("--id-token-stdin", TOKEN + "\r\n");
    assertThat(token(source)).isEqualTo(TOKEN);
    assertThat(source.isRenewable()).isFalse();
  }

  @Test
  void aCommandGetsTheAudienceInOneWord() throws Exception {
    List<List<String>> ran = new ArrayList<>();
    IdentitySource source =
        new IdentityCommand(
            "--id-token-command",
            List.of("agent", "--audience={audience}", "$(id)"),
            (command, limit, deadline) -> {
              ran.add(command);
              return new Printed(TOKEN + "\n", 0);
            });
    assertThat(source.token("a b'c", deadline()).reveal()).isEqualTo(TOKEN);
    assertThat(ran).containsExactly(List.of("agent", "--audience=a b'c", "$(id)"));
  }

  @Test
  void aCommandThatFailsShowsNothingOfItsOutput() {
    IdentitySource failed =
        new IdentityCommand("--id-token-command", List.of("x"), (c, l, d) -> new Printed(TOKEN, 3));
    assertThatThrownBy(() -> token(failed))
        .hasMessageContaining("exit code 3")
        .hasMessageNotContaining(TOKEN);
    IdentitySource missing =
        new IdentityCommand(
            "--id-token-command",
            List.of("x"),
            (c, l, d) -> {
              throw new IOException("there is no program x");
            });
    assertThatThrownBy(() -> token(missing))
        .hasMessage("the command from --id-token-command cannot be run: there is no program x")
        .isInstanceOfSatisfying(
            IdentityException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void theCloudsAreAskedAsTheyWantIt() throws Exception {
    answer = TOKEN;
    assertThat(token(CloudIdentities.google(transport(), url() + "/google"))).isEqualTo(TOKEN);
    answer = "{\"access_token\": \"" + TOKEN + "\", \"token_type\": \"Bearer\"}";
    assertThat(token(CloudIdentities.azure(transport(), url() + "/azure"))).isEqualTo(TOKEN);
    String audience = "https%3A%2F%2Fapi.baseten.co";
    assertThat(requests)
        .containsExactly(
            "GET /google?audience=" + audience + "&format=full null Google null",
            "GET /azure?api-version=2018-02-01&resource=" + audience + " null null true");
  }

  @Test
  void aServiceWithoutATokenIsOneSentence() {
    IdentitySource azure = CloudIdentities.azure(transport(), url() + "/azure");
    status = 404;
    assertThatThrownBy(() -> token(azure))
        .hasMessage("azure gave no identity token, but answered with HTTP 404");
    status = 200;
    for (String body : List.of("", "{}", "[]", "{\"access_token\": 7}", "<html>")) {
      answer = body;
      assertThatThrownBy(() -> token(azure))
          .hasMessage("azure answered with HTTP 200, but without an identity token");
    }
    answer = "{\"access_token\": \"secret.but-no-token\"}";
    assertThatThrownBy(() -> token(azure))
        .hasMessageStartingWith("the identity token from azure is no JSON web token")
        .hasMessageNotContaining("secret");
    server.stop(0);
    assertThatThrownBy(() -> token(azure))
        .hasMessageStartingWith("no identity token from azure: ")
        .isInstanceOfSatisfying(
            IdentityException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void azurePipelinesAreAskedForTheirServiceConnection() throws Exception {
    answer = "{\"oidcToken\": \"" + TOKEN + "\"}";
    Map<String, String> job =
        Map.of(
            "SYSTEM_OIDCREQUESTURI", url() + "/oidc",
            "SYSTEM_ACCESSTOKEN", "job-token",
            "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "a&b");
    assertThat(token(CiIdentities.azureDevops(job, transport()).orElseThrow())).isEqualTo(TOKEN);
    assertThat(requests)
        .containsExactly(
            "POST /oidc?api-version=7.1&serviceConnectionId=a%26b Bearer job-token null null");
    assertThat(CiIdentities.azureDevops(Map.of("SYSTEM_OIDCREQUESTURI", ""), transport()))
        .isEmpty();
    assertThatThrownBy(
            () -> CiIdentities.azureDevops(Map.of("SYSTEM_OIDCREQUESTURI", url()), transport()))
        .hasMessageContaining("SYSTEM_ACCESSTOKEN is not");
    for (String other :
        List.of("http://example.com/x", "https://u:p@example.com", "file:/x", "a b")) {
      assertThatThrownBy(
              () ->
                  CiIdentities.azureDevops(
                      Map.of("SYSTEM_OIDCREQUESTURI", other, "SYSTEM_ACCESSTOKEN", "t"),
                      transport()))
          .hasMessage("SYSTEM_OIDCREQUESTURI is no https address");
    }
  }

  @Test
  void otherSystemsGiveTheirTokenInAVariable() throws Exception {
    IdentitySource bitbucket =
        CiIdentities.bitbucket(Map.of("BITBUCKET_STEP_OIDC_TOKEN", TOKEN)).orElseThrow();
    assertThat(token(bitbucket)).isEqualTo(TOKEN);
    assertThat(bitbucket.name()).isEqualTo("BITBUCKET_STEP_OIDC_TOKEN (bitbucket)");
    assertThat(CiIdentities.circleci(Map.of("CIRCLE_OIDC_TOKEN_V2", TOKEN))).isPresent();
    assertThat(CiIdentities.circleci(Map.of("CIRCLE_OIDC_TOKEN_V2", ""))).isEmpty();
    assertThat(CiIdentities.bitbucket(Map.of())).isEmpty();
  }

  @Test
  void theOnlyAmbientSourceIsTaken() throws Exception {
    IdentitySource one = new GivenIdentity("ONE", TOKEN);
    IdentitySource two = new GivenIdentity("TWO", TOKEN);
    assertThat(IdentitySources.choose(null, List.of(one))).isSameAs(one);
    assertThat(IdentitySources.choose(two, List.of(one, one))).isSameAs(two);
    assertThatThrownBy(() -> IdentitySources.choose(null, List.of(one, two)))
        .hasMessage("this job has more than one identity token: ONE and TWO")
        .isInstanceOfSatisfying(
            IdentityException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE));
    assertThatThrownBy(() -> IdentitySources.choose(null, List.of()))
        .hasMessage("this job has no identity token");
  }

  @Test
  void aTokenForSomebodyElseIsNotSent() throws Exception {
    TokenCheck check = new TokenCheck(at(1_800_000_100));
    IdentityToken token = Tokens.of(Tokens.github());
    assertThat(check.check(token, Tokens.AUDIENCE, "github")).isEmpty();
    assertThatThrownBy(() -> check.check(token, "https://api.baseten.co/", "github"))
        .hasMessage(
            "the identity token from github is for the audience 'https://api.baseten.co', not for"
                + " 'https://api.baseten.co/'; it was not sent");
    assertThatThrownBy(
            () -> check.check(Tokens.of(Tokens.github().without("aud")), Tokens.AUDIENCE, "x"))
        .hasMessageContaining("is for no audience, not for");
  }

  @Test
  void aTokenThatIsOverIsNotSentAndOneOfTheFutureIsSaid() throws Exception {
    IdentityToken token = Tokens.of(Tokens.github());
    assertThatThrownBy(
            () -> new TokenCheck(at(1_800_000_300)).check(token, Tokens.AUDIENCE, "github"))
        .hasMessageContaining("expired 0 s ago");
    assertThat(new TokenCheck(at(1_799_999_900)).check(token, Tokens.AUDIENCE, "github"))
        .singleElement()
        .asString()
        .contains("begins in the future");
    assertThat(new TokenCheck(at(1_799_999_945)).check(token, Tokens.AUDIENCE, "github")).isEmpty();
  }

  private static InstantSource at(long second) {
    return InstantSource.fixed(Instant.ofEpochSecond(second));
  }

  private static String token(IdentitySource source) throws IdentityException {
    return source.token(Tokens.AUDIENCE, deadline()).reveal();
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofHours(1), System::nanoTime);
  }

  private static HttpTransport transport() {
    return new HttpTransport(HttpSettings.of("test"));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
