package io.github.basetenci.targets.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.targets.jenkins.JenkinsCredentials.Listed;
import io.github.basetenci.testing.Fixture;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JenkinsCredentialsTest {
  @Fixture private FakeJenkinsStores jenkins;

  @Test
  void everyStoreOfTheControllerAndItsFoldersIsOneRequest() throws Exception {
    jenkins.apiKey("", "_", "team-key", "markerkey");
    jenkins.apiKey("", "gpu hosts", "gpu-key", "otherkey");
    jenkins.secretText("", "text", "for anything");
    jenkins.credential("", "_", "pair", "Username with password", "", "pair");
    jenkins.jobs("", 3);
    jenkins.folder("", "ml");
    jenkins.folder("/job/ml", "train");
    jenkins.apiKey("/job/ml/job/train", "_", "team-key", "nestedky");

    List<Listed> listed = list("").credentials();

    assertThat(listed)
        .extracting(Listed::target)
        .containsExactly(
            at("/credentials/store/system/domain/_/credential/team-key"),
            at("/credentials/store/system/domain/_/credential/text"),
            at("/credentials/store/system/domain/gpu%20hosts/credential/gpu-key"),
            at("/job/ml/job/train/credentials/store/folder/domain/_/credential/team-key"));
    assertThat(listed)
        .extracting(Listed::prefix)
        .containsExactly("markerkey", "", "otherkey", "nestedky");
    assertThat(listed).extracting(Listed::folder).containsExactly("", "", "", "ml/train");
    assertThat(jenkins.requests).hasSize(6);
    for (Listed each : listed) {
      assertThat(CredentialAddress.parse(each.target())).asString().isEqualTo(each.target());
    }
  }

  @Test
  void foldersBeyondTheLimitAreNotVisitedAndThatIsSaid() throws Exception {
    for (int i = 0; i < 3; i++) {
      jenkins.folder("", "f" + i);
    }

    JenkinsCredentials.Listing listing =
        new JenkinsCredentials(api(), 2).list(URI.create(jenkins.url()));

    assertThat(listing.problems())
        .singleElement()
        .asString()
        .endsWith("has more than 2 folders; name folders in place of it");
    assertThat(jenkins.requests).noneMatch(request -> request.contains("/job/f2/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"domains\":[]}",
        "{\"domains\":{\"_\":1}}",
        "{\"domains\":{\"_\":{}}}",
        "<html>"
      })
  void anAnswerOfAnotherFormIsNoListOfCredentials(String body) {
    jenkins.body = body;

    assertThatThrownBy(() -> list(""))
        .isInstanceOf(JenkinsException.class)
        .hasMessageContaining("give the address of the Jenkins itself");
  }

  @Test
  void thePluginSaysWhichKeysItRotates() throws Exception {
    jenkins.folder("", "ml");
    jenkins.apiKey("", "_", "team-key", "markerkey");
    jenkins.apiKey("/job/ml", "_", "team-key", "otherkey");
    jenkins.rotates("ml", "team-key");
    List<Listed> listed = list("").credentials();

    assertThat(new JenkinsCredentials(api()).rotated(URI.create(jenkins.url() + "/job/ml")))
        .hasValueSatisfying(rotated -> assertThat(listed).filteredOn(rotated).hasSize(1));
    jenkins.statuses.put("/manage/baseten-keys/api/json", 404);
    assertThat(new JenkinsCredentials(api()).rotated(URI.create(jenkins.url()))).isEmpty();
  }

  @Test
  void noTokenIsSentToAnAddressWithoutTls() {
    assertThat(JenkinsCredentials.parse("jenkins:https://ci.example.com/jenkins/"))
        .hasValue(URI.create("https://ci.example.com/jenkins"));
    assertThat(JenkinsCredentials.parse("jenkins:http://ci.example.com")).isEmpty();
    assertThat(JenkinsCredentials.parse("https://ci.example.com")).isEmpty();
    assertThat(JenkinsCredentials.parse("jenkins:https://a:b@ci.example.com")).isEmpty();
  }

  private String at(String path) {
    return "jenkins:" + jenkins.url() + path;
  }

  private JenkinsCredentials.Listing list(String path) throws Exception {
    return new JenkinsCredentials(api()).list(URI.create(jenkins.url() + path));
  }

  private static JenkinsApi api() throws Exception {
    return new JenkinsApi(
        new HttpTransport(HttpSettings.of("test")),
        FakeJenkinsStores.USER,
        ForeignToken.of(FakeJenkinsStores.TOKEN),
        Deadline.after(Duration.ofMinutes(1), System::nanoTime),
        duration -> {});
  }
}
