package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitHubSecretTargetTest {
  private static final String WEB = "/repos/acme/web/actions/secrets";

  @Fixture private GitHubWorld world;
  private ApiKey key;

  @BeforeEach
  void start() throws Exception {
    key = ApiKey.of("newkey01.NotARealSecretNotARealSecret0001");
  }

  @Test
  void aTargetTakesThreeRequestsInAll() throws Exception {
    world.github.hold(WEB, "KEY", "old");
    Target target = target("github:acme/web/KEY");
    target.check("oldkey01");
    target.write(key, "oldkey01");
    assertThat(world.github.value(WEB, "KEY")).isEqualTo(key.reveal());
    assertThat(world.github.requests())
        .containsExactly(
            "GET " + WEB + "/KEY", "GET " + WEB + "/public-key", "PUT " + WEB + "/KEY");
  }

  @Test
  void aTargetOfAnOrganizationTakesThreeRequestsBesidesThePublicKey() throws Exception {
    String place = "/orgs/acme/actions/secrets";
    GitHubSecrets secrets = world.secrets();
    for (String name : List.of("ONE", "TWO")) {
      world.github.holdVisible(place, name, "old", "private", List.of());
      Target target = new GitHubSecretTarget(secrets, SecretAddress.parse("github:acme/" + name));
      target.check("oldkey01");
      target.write(key, "oldkey01");
    }
    assertThat(world.github.requests()).hasSize(2 * 3 + 1);
  }

  @Test
  void aMisspeltNameIsFoundBeforeAnythingIsWritten() throws Exception {
    world.github.hold(WEB, "KEY", "old");
    assertThatThrownBy(() -> target("github:acme/web/KYE").check("oldkey01"))
        .isInstanceOf(RotationIOException.class)
        .hasMessage(
            "the token sees no secret KYE in acme/web; create it, correct the"
                + " name, or give the token the permission secrets: write");
    assertThat(world.github.requests()).containsExactly("GET " + WEB + "/KYE");
  }

  @Test
  void aRefusedWriteNamesThePlace() throws Exception {
    world.github.hold(WEB, "KEY", "old");
    world.github.rule(r -> r.startsWith("PUT") ? Reply.of(403, "no") : null);
    Target target = target("github:acme/web/KEY");
    assertThatThrownBy(() -> target.write(key, "oldkey01"))
        .isInstanceOf(RotationIOException.class)
        .hasMessageContaining(" answered PUT /repos/acme/web/actions/secrets/KEY with HTTP 403")
        .hasMessageEndingWith("; the token needs the permission secrets: write");
  }

  @Test
  void theSameWriteCanBeRepeated() throws Exception {
    world.github.hold(WEB, "KEY", "old");
    Target target = target("github:acme/web/KEY");
    target.write(key, "oldkey01");
    target.write(key, "oldkey01");
    assertThat(world.github.value(WEB, "KEY")).isEqualTo(key.reveal());
  }

  @Test
  void nobodyCanReadASecretBack() throws Exception {
    assertThat(target("github:acme/web/KEY").currentPrefix()).isEmpty();
  }

  private Target target(String spec) throws Exception {
    return new GitHubSecretTarget(world.secrets(), SecretAddress.parse(spec));
  }
}
