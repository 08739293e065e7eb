package io.github.basetenci.targets.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JenkinsCredentialTargetTest {
  private static final String BASETEN =
      "io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl";
  private static final String TEXT =
      "org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl";
  private static final String OLD = "oldkey01.secret01";

  private final List<Duration> waits = new ArrayList<>();
  private FakeJenkins jenkins;
  private ApiKey key;

  @BeforeEach
  void start() throws Exception {
    serve(BASETEN, "deploy", "deploy (prefix oldkey01, team ml, baseten.co)");
    key = ApiKey.of("newkey01.a&b<c>'\"]]>");
  }

  @AfterEach
  void stop() {
    jenkins.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BASETEN, TEXT})
  void aWriteChangesTheSecretAlone(String type) throws Exception {
    restart(type, "deploy", "deploy");
    target().write(key, "oldkey01");
    assertThat(jenkins.xml).isEqualTo(xml(type, "deploy", "newkey01.a&amp;b&lt;c&gt;'\"]]&gt;"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ünï", "鍵 ✓ 🔑", "really?", "<b> & \"q\" 'x'", "two\nlines\r\nmore", "$1 \\"})
  void aDescriptionStaysWhateverItHolds(String description) throws Exception {
    restart(BASETEN, description, description + " (prefix oldkey01)");
    Target target = target();
    target.check("oldkey01");
    target.write(key, "oldkey01");
    assertThat(CredentialXml.read(jenkins.xml, "team-key")).isNotNull();
    assertThat(jenkins.xml).contains("<description>" + escaped(description) + "</description>");
  }

  @Test
  void anEmptyDescriptionStaysEmpty() throws Exception {
    restart(BASETEN, "", "team-key (prefix oldkey01)");
    jenkins.xml = jenkins.xml.replace("<description></description>", "<description/>");
    target().write(key, "oldkey01");
    assertThat(jenkins.xml).contains("<description></description>");
  }

  @Test
  void aCheckChangesNothing() throws Exception {
    String before = jenkins.xml;
    target().check("oldkey01");
    assertThat(jenkins.xml).isEqualTo(before);
    assertThat(jenkins.requests).hasSize(2).allMatch(request -> request.startsWith("GET"));
  }

  @Test
  void theSameWriteCanBeRepeated() throws Exception {
    target().write(key, "oldkey01");
    assertThat(target().currentPrefix()).contains("newkey01");
    assertThatCode(() -> target().write(key, "oldkey01")).doesNotThrowAnyException();
  }

  @Test
  void theCredentialOfAnotherKeyIsLeftAlone() throws Exception {
    String before = jenkins.xml;
    for (RotationIOException refusal :
        List.of(
            refusal(() -> target().check("elsewhr1")),
            refusal(() -> target().write(key, "elsewhr1")))) {
      assertThat(refusal)
          .hasMessage(
              "the credential team-key holds the key oldkey01 and not elsewhr1, so it was"
                  + " not changed; name the credential of the key");
    }
    assertThat(jenkins.xml).isEqualTo(before);
  }

  @Test
  void aBasetenApiKeyTellsItsPrefixAndASecretTextDoesNot() throws Exception {
    assertThat(target().currentPrefix()).contains("oldkey01");
    restart(TEXT, "deploy", "deploy");
    assertThat(target().currentPrefix()).isEmpty();
  }

  @Test
  void aDescriptionThatLooksLikeAPrefixIsNone() throws Exception {
    restart(TEXT, "x (prefix fakekey1)", "x (prefix fakekey1)");
    assertThat(target().currentPrefix()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl, password",
    "com.example.OwnCredentialsImpl, secret",
  })
  void aTypeThatIsNotKnownIsRefused(String type, String field) throws Exception {
    restart(type, "deploy", "deploy");
    jenkins.xml = jenkins.xml.replace("secret>", field + ">");
    String before = jenkins.xml;
    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageEndingWith(
            "the credential team-key is of the type "
                + type
                + "; only \"Baseten API key\" and \"Secret text\" can be written");
    assertThat(refusal(() -> target().write(key, "oldkey01"))).isNotNull();
    assertThat(jenkins.xml).isEqualTo(before);
  }

  @Test
  void aSecondSecretWouldBeLostAndIsRefused() throws Exception {
    for (String more :
        List.of(
            "<secret>x</secret>", "<other><secret>x</secret></other>", "<password>x</password>")) {
      restart(BASETEN, "deploy", "deploy");
      jenkins.xml = jenkins.xml.replace("<team>", more + "<team>");
      assertThat(refusal(() -> target().write(key, "oldkey01")))
          .as(more)
          .hasMessage("the credential team-key does not have exactly one secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ätna", "鍵", "who?"})
  void aTeamThatJenkinsDoesNotShowFaithfullyIsRefused(String team) throws Exception {
    jenkins.xml = jenkins.xml.replace("<team>ml", "<team>" + team);
    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageContaining("Jenkins does not show the credential team-key faithfully");
  }

  @Test
  void anotherIdOnThePageIsRefused() throws Exception {
    jenkins.xml = jenkins.xml.replace("<id>team-key", "<id>other");
    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageEndingWith("Jenkins shows the credential other in the place of team-key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html><p>Log in", "", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///x'>]><x>&e;</x>"})
  void whatIsNoCredentialIsRefused(String page) throws Exception {
    jenkins.xml = page;
    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageMatching(
            "Jenkins does not show the credential team-key there; .*|the credential team-key is of"
                + " the type .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "302 | the page is elsewhere: give the address that Jenkins itself shows for the credential",
        "401 | give the user and an API token of that user, not a password",
        "403 | the user ci needs the permission Credentials/View, and an API token",
        "404 | there is no such credential, or the user ci cannot see it",
      })
  void aRefusalSaysWhatIsMissing(int status, String hint) throws Exception {
    jenkins.failures.add(status);
    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageEndingWith(FakeJenkins.PAGE + "/api/json with HTTP " + status + "; " + hint);
    assertThat(jenkins.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-You-Are-Authenticated-As=anonymous | Jenkins sees no logged-in user: a proxy in front of"
            + " it may remove the login, or the token does not belong to the user ci",
        "X-Required-Permission=hudson.model.Hudson.Read | the user ci needs the permission"
            + " hudson.model.Hudson.Read, and an API token",
        "X-Required-Permission=a b::set-env | the user ci needs the permission Credentials/View,"
            + " and an API token",
      })
  void theReasonThatJenkinsGivesInAHeaderIsTold(String header, String wayOut) throws Exception {
    jenkins.failures.add(403);
    jenkins.failureHeaders.put(header.split("=", 2)[0], header.split("=", 2)[1]);

    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageEndingWith(" with HTTP 403; " + wayOut);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h2>HTTP ERROR 403 No valid crumb was included in the request</h2>",
        "{\"message\":\"No valid crumb was included in request for /x by ci\"}",
      })
  void aCrumbThatIsAskedForIsTold(String page) throws Exception {
    jenkins.failures.add(403);
    jenkins.failureBody = page;

    assertThat(refusal(() -> target().check("oldkey01")))
        .hasMessageEndingWith(
            "; Jenkins asks for a crumb, as it does for a password: give an API token of the user"
                + " ci");
  }

  @Test
  void aWriteWithoutThePermissionSaysWhichOne() throws Exception {
    jenkins.readOnly = true;
    assertThat(refusal(() -> target().write(key, "oldkey01")))
        .hasMessageContaining(" answered POST " + FakeJenkins.PAGE + "/config.xml with HTTP 403")
        .hasMessageEndingWith(
            "; the user ci needs the permission Credentials/Update, and an API token");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 0})
  void aFailureInPassingIsOvercome(int status) throws Exception {
    jenkins.failures.addAll(List.of(status, status, status));
    target().write(key, "oldkey01");
    assertThat(jenkins.xml).contains("newkey01");
    assertThat(waits).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) throws Exception {
    try (FakeJenkins elsewhere = new FakeJenkins(jenkins.xml, "deploy", "deploy")) {
      jenkins.failureHeaders.put("Location", elsewhere.target().substring("jenkins:".length()));
      jenkins.failures.add(status);
      assertThat(refusal(() -> target().check("oldkey01"))).isNotNull();
      assertThat(jenkins.requests).hasSize(1);
      jenkins.failures.addAll(List.of(status, status, status, status));
      assertThat(refusal(() -> target().write(key, "oldkey01"))).isNotNull();
      assertThat(elsewhere.requests).isEmpty();
    }
  }

  @Test
  void noMessageTellsTokenOrKey() throws Exception {
    for (int status : new int[] {302, 400, 401, 403, 404, 500, 0}) {
      jenkins.failures.clear();
      jenkins.failures.addAll(List.of(status, status, status, status));
      assertThat(refusal(() -> target().write(key, "oldkey01")))
          .message()
          .doesNotContain(FakeJenkins.TOKEN, key.reveal());
    }
  }

  private Target target() throws Exception {
    JenkinsApi api =
        new JenkinsApi(
            TestHttp.transport(),
            "ci",
            ForeignToken.of(FakeJenkins.TOKEN),
            TestHttp.farAway(),
            waits::add);
    return new JenkinsCredentialTarget(api, CredentialAddress.parse(jenkins.target()));
  }

  private static RotationIOException refusal(ThrowingCallable call) {
    return catchThrowableOfType(RotationIOException.class, call);
  }

  private void restart(String type, String description, String displayName) throws Exception {
    jenkins.close();
    serve(type, description, displayName);
  }

  private void serve(String type, String description, String displayName) throws Exception {
    jenkins = new FakeJenkins(xml(type, escaped(description), OLD), description, displayName);
  }

  private static String xml(String type, String description, String secret) {
    return """
    <%s plugin="baseten@0.1.0">
      <scope>GLOBAL</scope>
      <id>team-key</id>
      <description>%s</description>
      <secret>%s</secret>
      <remoteUrl>https://app.baseten.co</remoteUrl>
      <team>ml</team>
    </%s>\
    """
        .formatted(type, description, secret, type);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;");
  }
}
