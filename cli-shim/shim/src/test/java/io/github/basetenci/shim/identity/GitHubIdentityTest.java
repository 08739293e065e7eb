package io.github.basetenci.shim.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.IssuerServer;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.testing.WaitedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubIdentityTest {
  private static final String AUDIENCE = "https://api.baseten.co";
  private static final String PATH = "/idtoken/";

  private final Map<String, String> environment = new HashMap<>();
  private final WaitedTime time = new WaitedTime();
  private IssuerServer github;

  @BeforeEach
  void begin() throws IOException {
    github = IssuerServer.start(TestIssuer.github(Clock.systemUTC()), GitHubJob.of("acme/models"));
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", github.requestUrl());
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", github.requestToken());
  }

  @AfterEach
  void end() throws IOException {
    github.close();
  }

  @Test
  void eachCallGivesANewTokenForTheAudience() throws IdentityException {
    IdentityToken first = token();
    IdentityToken second = token();

    assertThat(first.claims().audiences()).containsExactly(AUDIENCE);
    assertThat(first.claims().text("sub")).contains("repo:acme/models:ref:refs/heads/main");
    assertThat(github.tokens()).containsExactly(first.reveal(), second.reveal());
    assertThat(source().isRenewable()).isTrue();
  }

  @Test
  void aJobOutsideOfGitHubHasNoneAndLacksNone() {
    environment.clear();

    assertThat(GitHubIdentity.of(environment, transport(), time::sleep)).isEmpty();
    assertThat(GitHubIdentity.missing(environment)).isEmpty();
  }

  @Test
  void aJobWithThePermissionLacksNone() {
    assertThat(GitHubIdentity.missing(environment)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"})
  void aJobWithoutThePermissionIsToldTheLinesAndOfReusableWorkflows(String variable) {
    environment.put(variable, "");

    assertThat(GitHubIdentity.of(environment, transport(), time::sleep)).isEmpty();
    assertThat(GitHubIdentity.missing(environment))
        .hasValueSatisfying(
            missing -> {
              assertThat(missing)
                  .hasMessage(
                      "this job has no permission to get an identity token from GitHub; add"
                          + " 'permissions: id-token: write' to the job, and where this is a"
                          + " reusable workflow, to the job that calls it too");
              assertThat(missing.fix()).contains("permissions:\n  id-token: write");
            });
  }

  @Test
  void aRunForAForkIsToldWhichForkItIs(@TempDir Path directory) throws IOException {
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_URL");
    environment.put("GITHUB_EVENT_NAME", "pull_request");
    environment.put("GITHUB_REPOSITORY", "acme/models");
    environment.put(
        "GITHUB_EVENT_PATH",
        event(directory, "{\"head\": {\"repo\": {\"full_name\": \"mallory/mo\\ndels\"}}}"));

    assertThat(GitHubIdentity.missing(environment))
        .hasValueSatisfying(
            missing -> {
              assertThat(missing)
                  .hasMessage(
                      "GitHub gives no identity token to pull requests from forks, and this run is"
                          + " for one from the fork mallory/mo dels; skip the job there");
              assertThat(missing.fix()).contains("head.repo.full_name == github.repository");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"head\": {\"repo\": {\"full_name\": \"acme/models\"}}}",
        "{}",
        "[]",
        "no JSON at all"
      })
  void anyOtherPullRequestLacksThePermission(String pullRequest, @TempDir Path directory)
      throws IOException {
    environment.remove("ACTIONS_ID_TOKEN_REQUEST_URL");
    environment.put("GITHUB_EVENT_NAME", "pull_request");
    environment.put("GITHUB_REPOSITORY", "acme/models");
    environment.put("GITHUB_EVENT_PATH", event(directory, pullRequest));

    assertThat(GitHubIdentity.missing(environment))
        .hasValueSatisfying(missing -> assertThat(missing).hasMessageContaining("permission"));
  }

  @ParameterizedTest
  @CsvSource({"502", "503", "504"})
  void aBusyServiceIsAskedAgain(int status) throws IdentityException {
    github.fault(Fault.status("GET", PATH, status, "").times(3));

    token();

    assertThat(github.requests()).hasSize(4);
  }

  @Test
  void aLostConnectionIsAskedAgain() throws IdentityException {
    github.fault(Fault.of(Fault.Kind.CUT_BEFORE, "GET", PATH).times(2));
    github.fault(Fault.of(Fault.Kind.CUT_BODY, "GET", PATH));

    token();

    assertThat(github.requests()).hasSize(4);
  }

  @Test
  void aServiceThatStaysBusyIsSaidWithTheNumberOfAttempts() {
    github.fault(Fault.status("GET", PATH, 503, "<html>").times(100));

    fails(
        IdentityException.Kind.UNAVAILABLE,
        "GitHub's token service answered with HTTP 503 after 11 attempts and without an identity"
            + " token; run the job again");
  }

  @Test
  void aServiceThatIsNotReachedIsSaidWithTheReason() throws IOException {
    github.close();

    fails(
        IdentityException.Kind.UNAVAILABLE,
        "GitHub's token service did not answer after 11 attempts: cannot connect to 127.0.0.1");
  }

  @Test
  void aServiceThatHangsTakesNoLongerThanTheDeadline() {
    github.fault(Fault.of(Fault.Kind.DELAY, "GET", PATH).delay(Duration.ofDays(1)));

    AtomicReference<String> said = new AtomicReference<>();
    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(
            () ->
                source().token(AUDIENCE, Deadline.after(Duration.ofMillis(200), System::nanoTime)))
        .satisfies(e -> said.set(e.getMessage()));
    github.clearFaults();

    assertThat(said.get())
        .startsWith("GitHub's token service did not answer: ")
        .contains("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void aRefusalTellsOfTheSixHours(int status) {
    github.fault(Fault.status("GET", PATH, status, "{\"message\": \"expired\"}"));

    fails(
        IdentityException.Kind.INVALID,
        "GitHub's token service refused this job a token (HTTP "
            + status
            + "); it does so about six hours after the start of a job");
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "429", "500"})
  void anyOtherStatusIsSaidAndNotRepeated(int status) {
    github.fault(Fault.status("GET", PATH, status, "{\"message\": \"a.secret.token\"}"));

    fails(
        IdentityException.Kind.UNAVAILABLE,
        "GitHub's token service answered with HTTP "
            + status
            + " and without an identity token; run the job again");
    assertThat(github.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>not JSON</html>", "{}", "{\"value\": \"\"}", "{\"value\": 1}"})
  void anAnswerWithoutATokenIsSaid(String body) {
    github.fault(Fault.status("GET", PATH, 200, body));

    fails(
        IdentityException.Kind.UNAVAILABLE,
        "GitHub's token service answered with HTTP 200, but without an identity token");
  }

  @Test
  void aTokenThatIsNoneIsNotQuoted() {
    github.fault(Fault.status("GET", PATH, 200, "{\"value\": \"half.a\"}"));

    fails(
        IdentityException.Kind.INVALID,
        "the identity token from GitHub's token service is no JSON web token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://token.example/x?y", "file:///etc/passwd", "not an address", "https:x"})
  void theRequestTokenGoesToNoOtherAddress(String address) {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", address);

    fails(IdentityException.Kind.INVALID, "ACTIONS_ID_TOKEN_REQUEST_URL is no https address");
  }

  @Test
  void aRequestTokenThatIsNoHeaderIsNotQuoted() {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "a\nb");

    fails(IdentityException.Kind.INVALID, "holds what cannot be sent");
  }

  private void fails(IdentityException.Kind kind, String sentence) {
    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(this::token)
        .withMessageContaining(sentence)
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).doesNotContain(github.requestToken(), "secret", "\n");
            });
  }

  private IdentityToken token() throws IdentityException {
    return source().token(AUDIENCE, Deadline.after(Duration.ofHours(1), System::nanoTime));
  }

  private IdentitySource source() {
    return GitHubIdentity.of(environment, transport(), time::sleep).orElseThrow();
  }

  private static HttpTransport transport() {
    return new HttpTransport(HttpSettings.of("test/1"));
  }

  private static String event(Path directory, String pullRequest) throws IOException {
    return Files.writeString(
            directory.resolve("event.json"), "{\"pull_request\": " + pullRequest + "}")
        .toString();
  }
}
