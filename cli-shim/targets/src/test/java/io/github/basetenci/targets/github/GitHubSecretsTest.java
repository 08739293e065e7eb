package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubSecretsTest {
  private static final String WEB = "/repos/acme/web/actions/secrets";
  private static final String ACME = "/orgs/acme/actions/secrets";

  @Fixture private GitHubWorld world;
  private FakeGitHub github;
  private ApiKey key;

  @BeforeEach
  void start() throws Exception {
    github = world.github;
    key = ApiKey.of("newkey01.NotARealSecretNotARealSecret0001");
  }

  @ParameterizedTest
  @CsvSource({
    "github:acme/web/KEY, /repos/acme/web/actions/secrets",
    "github:acme/web/KEY@production, /repos/acme/web/environments/production/secrets",
    "github:acme/web/KEY@EU & US/ätna?, /repos/acme/web/environments/EU%20%26%20US%2F%C3%A4tna%3F/secrets",
    "github-dependabot:acme/web/KEY, /repos/acme/web/dependabot/secrets",
    "github-codespaces:acme/web/KEY, /repos/acme/web/codespaces/secrets",
    "github-codespaces:KEY, /user/codespaces/secrets",
  })
  void aWriteReachesTheStoreAndPlace(String spec, String place) throws Exception {
    github.hold(place, "KEY", "old");
    world.secrets().write(SecretAddress.parse(spec), key);
    assertThat(github.value(place, "KEY")).isEqualTo(key.reveal());
  }

  @Test
  void aWriteToARepositoryTakesTwoRequests() throws Exception {
    github.hold(WEB, "KEY", "old");
    world.secrets().write(SecretAddress.parse("github:acme/web/KEY"), key);
    assertThat(github.requests())
        .containsExactly("GET " + WEB + "/public-key", "PUT " + WEB + "/KEY");
  }

  @Test
  void aPublicKeyIsAskedForOnceAPlace() throws Exception {
    github.hold(WEB, "KEY", "old");
    GitHubSecrets secrets = world.secrets();
    secrets.write(SecretAddress.parse("github:acme/web/KEY"), key);
    secrets.write(SecretAddress.parse("github:acme/web/OTHER"), key);
    assertThat(github.requests()).filteredOn(r -> r.contains("public-key")).hasSize(1);
  }

  @Test
  void aPublicKeyThatGitHubHasReplacedIsAskedForAgain() throws Exception {
    github.hold(WEB, "KEY", "old");
    GitHubSecrets secrets = world.secrets();
    secrets.write(SecretAddress.parse("github:acme/web/OTHER"), key);
    github.replaceKeyPair(WEB);
    secrets.write(SecretAddress.parse("github:acme/web/KEY"), key);
    assertThat(github.value(WEB, "KEY")).isEqualTo(key.reveal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "private"})
  void theVisibilityOfAnOrganizationsSecretStays(String visibility) throws Exception {
    github.holdVisible(ACME, "KEY", "old", visibility, List.of());
    world.secrets().write(SecretAddress.parse("github:acme/KEY"), key);
    assertThat(github.value(ACME, "KEY")).isEqualTo(key.reveal());
    assertThat(github.visibility(ACME, "KEY")).isEqualTo(visibility + "[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 250})
  void theSelectedRepositoriesOfAnOrganizationsSecretStay(int count) throws Exception {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> "" + (9_000_000_000L + i)).toList();
    github.holdVisible(ACME, "KEY", "old", "selected", ids);
    world.secrets().write(SecretAddress.parse("github:acme/KEY"), key);
    assertThat(github.visibility(ACME, "KEY")).isEqualTo("selected" + ids);
  }

  @Test
  void dependabotGetsTheSelectedRepositoriesAsStrings() throws Exception {
    String place = "/orgs/acme/dependabot/secrets";
    github.holdVisible(place, "KEY", "old", "selected", List.of("7", "8"));
    world.secrets().write(SecretAddress.parse("github-dependabot:acme/KEY"), key);
    assertThat(github.visibility(place, "KEY")).isEqualTo("selected[\"7\", \"8\"]");
  }

  @Test
  void theRepositoriesOfAUsersSecretStay() throws Exception {
    github.holdVisible("/user/codespaces/secrets", "KEY", "old", "selected", List.of("7"));
    world.secrets().write(SecretAddress.parse("github-codespaces:KEY"), key);
    assertThat(github.visibility("/user/codespaces/secrets", "KEY")).isEqualTo("[7]");
  }

  @Test
  void anOrganizationsSecretThatIsNotThereIsNotCreated() throws Exception {
    github.hold(ACME, "OTHER", "old");
    GitHubException refusal = refusal("github:acme/KEY");
    assertThat(refusal.status()).isEqualTo(404);
    assertThat(github.value(ACME, "KEY")).isNull();
  }

  @Test
  void aSecretWhoseVisibilityGitHubKeepsToItselfIsLeftAlone() throws Exception {
    github.hold(ACME, "KEY", "old");
    assertThat(refusal("github:acme/KEY"))
        .hasMessage("GitHub does not say which repositories see github:acme/KEY");
    assertThat(github.value(ACME, "KEY")).isEqualTo("old");
  }

  @Test
  void aPublicKeyOfLowOrderIsNotSealedFor() throws Exception {
    github.hold(WEB, "KEY", "old");
    github.announce(WEB, new byte[32]);
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageEndingWith(
            "but the public key has a low order; check that the address is GitHub's API");
  }

  @Test
  void aPublicKeyOfAnotherLengthIsNotSealedFor() throws Exception {
    github.hold(WEB, "KEY", "old");
    github.announce(WEB, new byte[31]);
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageContaining("but the public key has 31 bytes instead of 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "<html>", "{\"key_id\":\"1\",\"key\":\"*\"}"})
  void whatIsNoPublicKeyIsSaid(String body) throws Exception {
    github.rule(r -> r.endsWith("public-key") ? reply(200, body) : null);
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageStartingWith("127.0.0.1:")
        .hasMessageContaining(
            " answered GET /repos/acme/web/actions/secrets/public-key with HTTP 200, but ")
        .hasMessageEndingWith("; check that the address is GitHub's API");
  }

  @Test
  void aPageOfAProxyIsNoSuccessOfAWrite() throws Exception {
    github.hold(WEB, "KEY", "old");
    github.rule(r -> r.startsWith("PUT") ? reply(200, "<html>") : null);
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageContaining("with HTTP 200, but 201 or 204 was expected");
  }

  @Test
  void aRefusedTokenIsSaid() throws Exception {
    github.hold(WEB, "KEY", "old");
    GitHubSecrets secrets = world.secrets("ghp_another", Duration.ofHours(1));
    assertThatThrownBy(() -> secrets.write(SecretAddress.parse("github:acme/web/KEY"), key))
        .hasMessageMatching(
            "127.0.0.1:[0-9]+ answered GET /repos/acme/web/actions/secrets/public-key with HTTP"
                + " 401 \\(Bad credentials\\); give a token that is valid and not expired");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github:acme/web/KEY              | secrets: read",
        "github:acme/web/KEY@production   | environments: read",
        "github:acme/KEY                  | organization_secrets: read",
        "github-dependabot:acme/web/KEY   | dependabot_secrets: read",
        "github-dependabot:acme/KEY       | organization_dependabot_secrets: read",
        "github-codespaces:acme/web/KEY   | codespaces_secrets: read",
        "github-codespaces:acme/KEY       | organization_codespaces_secrets: read",
        "github-codespaces:KEY            | codespaces_user_secrets: read",
      })
  void aMissingPermissionIsNamed(String spec, String permission) throws Exception {
    github.rule(r -> Reply.of(403, "Resource not accessible by integration"));
    assertThat(refusal(spec))
        .hasMessageEndingWith(
            " with HTTP 403 (Resource not accessible by integration); the token needs the"
                + " permission "
                + permission);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Although you appear to have the correct authorization credentials, the `acme` organization"
            + " has an IP allow list enabled, and your IP address is not permitted to access this"
            + " resource. | run it where the address is on the IP allow list of the organization,"
            + " or add the address",
        "Repository was archived so is read-only. | unarchive the repository, or leave it out",
        "This installation has been suspended | an administrator has to lift the suspension first",
        "Sorry. Your account was suspended. | an administrator has to lift the suspension first",
        "`acme` forbids access via a personal access token (classic). | the organization takes no"
            + " classic tokens: give a fine-grained one, or one of an App",
        "The 'acme' organization forbids access via a fine-grained personal access tokens if the"
            + " token's lifetime is greater than 366 days. | give a token with a shorter lifetime",
        "GitHub Actions is disabled on this repository. | enable GitHub Actions there, or leave the"
            + " repository out",
        "Repository access blocked | ask GitHub's support why it is blocked",
      })
  void theReasonThatGitHubGivesIsToldWithTheWayOut(String message, String wayOut) throws Exception {
    github.rule(r -> Reply.of(403, message));

    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageContaining("(" + message.replaceFirst("\\.$", "") + ")")
        .hasMessageEndingWith("; " + wayOut)
        .message()
        .doesNotContain("permission ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/orgs/acme/sso?authorization_request=AZ9",
        "https://github.com/enterprises/acme/sso?authorization_request=AZ9",
        "https://acme.ghe.com/orgs/acme/sso?authorization_request=AZ9",
      })
  void theAddressThatAuthorizesATokenIsTold(String address) throws Exception {
    github.rule(
        r ->
            Reply.of(403, "Resource protected by organization SAML enforcement.")
                .with("X-GitHub-SSO", "required; url=" + address));

    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageEndingWith(
            "; the organization demands its single sign-on of this token: open "
                + address
                + " and authorize it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "required",
        "required; url=http://github.com/orgs/acme/sso",
        "required; url=https://github.com.example.com/sso",
        "required; url=https://evilgithub.com/sso",
        "required; url=https://user@example.com/github.com/",
        "required; url=https://github.com/a b",
        "partial-results; organizations=1",
      })
  void anAddressOfSomebodyElseIsNotTold(String header) throws Exception {
    github.rule(r -> Reply.of(403, "SAML").with("X-GitHub-SSO", header));

    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageEndingWith(
            "single sign-on of this token: authorize it in the settings of its owner, under tokens,"
                + " Configure SSO");
  }

  @Test
  void thePermissionThatGitHubNamesCountsMore() throws Exception {
    github.hold(WEB, "KEY", "old");
    github.rule(
        r ->
            r.startsWith("PUT")
                ? Reply.of(403, "no").with("X-Accepted-GitHub-Permissions", "a=write; b=write")
                : null);
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageEndingWith("the token needs the permission a: write or b: write");
  }

  @Test
  void aRepositoryThatHasMovedIsNotFollowed() throws Exception {
    github.rule(r -> Reply.of(301, "Moved Permanently").with("Location", github.url() + "/x"));
    assertThat(refusal("github:acme/web/KEY"))
        .hasMessageEndingWith("; the repository has moved: give its present name");
    assertThat(github.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) throws Exception {
    try (GitHubWorld elsewhere = new GitHubWorld()) {
      for (String method : new String[] {"GET", "PUT"}) {
        github.clearRules();
        github.rule(
            r ->
                r.startsWith(method)
                    ? Reply.of(status, "").with("Location", elsewhere.github.url() + "/x")
                    : null);
        assertThat(refusal("github:acme/web/KEY")).isNotNull();
      }
      assertThat(elsewhere.github.requests()).isEmpty();
    }
  }

  @Test
  void noMessageTellsTokenOrKey() throws Exception {
    github.hold(WEB, "KEY", "old");
    for (int status : new int[] {302, 400, 401, 403, 404, 409, 422, 500}) {
      github.clearRules();
      github.rule(r -> Reply.of(status, "seen " + FakeGitHub.TOKEN));
      assertThat(refusal("github:acme/web/KEY"))
          .hasMessageContaining("seen ****")
          .message()
          .doesNotContain(FakeGitHub.TOKEN)
          .doesNotContain(key.reveal());
    }
  }

  @Test
  void commandsInAnAnswerAreBroken() throws Exception {
    github.rule(r -> Reply.of(400, "##[error]x\\r::add-mask::y"));
    assertThat(refusal("github:acme/web/KEY")).message().doesNotContain("##[error]", "\r");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 0, -1})
  void aFailureInPassingIsOvercome(int status) throws Exception {
    github.hold(WEB, "KEY", "old");
    AtomicInteger left = new AtomicInteger(3);
    github.rule(
        r -> r.startsWith("PUT") && left.getAndDecrement() > 0 ? Reply.of(status, "busy") : null);
    world.secrets().write(SecretAddress.parse("github:acme/web/KEY"), key);
    assertThat(github.value(WEB, "KEY")).isEqualTo(key.reveal());
    assertThat(world.waits)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aFailureThatStaysIsSaidAfterFourTries() throws Exception {
    github.rule(r -> Reply.of(502, "Bad Gateway"));
    assertThat(refusal("github:acme/web/KEY").status()).isEqualTo(502);
    assertThat(github.requests()).hasSize(4);
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws Exception {
    GitHubSecrets secrets = world.secrets();
    github.close();
    assertThatThrownBy(() -> secrets.write(SecretAddress.parse("github:acme/web/KEY"), key))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("it refused the connection");
    assertThat(world.waits).hasSize(3);
  }

  @Test
  void aRefusalIsNotRepeated() throws Exception {
    for (int status : new int[] {400, 401, 403, 404, 409}) {
      github.clearRequests();
      github.clearRules();
      github.rule(r -> Reply.of(status, "no"));
      assertThat(refusal("github:acme/web/KEY").status()).isEqualTo(status);
      assertThat(github.requests()).as("%d", status).hasSize(1);
    }
  }

  @Test
  void aRetryAfterIsWaitedFor() throws Exception {
    assertWaits(Reply.of(403, "You have exceeded a secondary rate limit").with("Retry-After", "60"))
        .containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void theEndOfTheHourlyLimitIsWaitedForByGitHubsClock() throws Exception {
    assertWaits(
            () ->
                Reply.of(403, "API rate limit exceeded")
                    .with("X-RateLimit-Remaining", "0")
                    .with("X-RateLimit-Reset", "" + (System.currentTimeMillis() / 1000 + 600)))
        .hasSize(1)
        .allSatisfy(wait -> assertThat(wait).isBetween(ofSeconds(590), ofSeconds(601)));
  }

  @Test
  void aLimitWithoutATimeIsWaitedForAMinute() throws Exception {
    assertWaits(Reply.of(403, "You have exceeded a secondary rate limit"))
        .containsExactly(Duration.ofMinutes(1));
    world.waits.clear();
    assertWaits(Reply.of(429, "Too Many Requests")).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void aLimitThatStaysIsWaitedForTwiceAsLongEachTime() throws Exception {
    github.hold(WEB, "KEY", "old");
    AtomicInteger left = new AtomicInteger(3);
    github.rule(r -> left.getAndDecrement() > 0 ? Reply.of(429, "slow down") : null);
    world.secrets().write(SecretAddress.parse("github:acme/web/KEY"), key);
    assertThat(world.waits)
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4));
  }

  @Test
  void aLimitBeyondTheDeadlineIsSaidAtOnce() throws Exception {
    github.rule(r -> Reply.of(403, "rate limit").with("Retry-After", "3000"));
    GitHubSecrets secrets = world.secrets(FakeGitHub.TOKEN, Duration.ofMinutes(10));
    assertThatThrownBy(() -> secrets.write(SecretAddress.parse("github:acme/web/KEY"), key))
        .hasMessageEndingWith("with HTTP 403 (rate limit); run it again in 50 minutes");
    assertThat(world.waits).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e9", "999999999999", "soon", ""})
  void anOddRetryAfterDoesNoHarm(String value) throws Exception {
    assertWaits(Reply.of(429, "slow down").with("Retry-After", value))
        .containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    github.rule(r -> Reply.of(500, "busy"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> world.secrets().write(SecretAddress.parse("github:acme/web/KEY"), key))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  private ListAssert<Duration> assertWaits(Reply once) throws Exception {
    return assertWaits(() -> once);
  }

  private ListAssert<Duration> assertWaits(Supplier<Reply> once) throws Exception {
    github.hold(WEB, "KEY", "old");
    AtomicInteger left = new AtomicInteger(1);
    github.rule(r -> r.startsWith("PUT") && left.getAndDecrement() > 0 ? once.get() : null);
    world.secrets().write(SecretAddress.parse("github:acme/web/KEY"), key);
    assertThat(github.value(WEB, "KEY")).isEqualTo(key.reveal());
    return assertThat(world.waits);
  }

  private GitHubException refusal(String spec) throws Exception {
    GitHubSecrets secrets = world.secrets();
    SecretAddress address = SecretAddress.parse(spec);
    return catchThrowableOfType(GitHubException.class, () -> secrets.write(address, key));
  }

  private static Reply reply(int status, String body) {
    return new Reply(status, body, Map.of());
  }

  private static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
