package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workspace whose keys are managed by an identity. */
class FleetIdentityTest {
  @Fixture private KeylessWorld keyless;
  private World world;

  @BeforeEach
  void begin() throws IOException {
    world = keyless.world();
    world.unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        """
        version: 1
        workspaces:
          acme:
            url: '%s'
            minting-key: {identity: {trust-rule: %s, audience: '%s'}}
        keys:
        - {name: workspace-manage-all, rotate-every: 30d, overlap: 0, targets: [github:acme/web/KEY]}
        """
            .formatted(world.url(), KeylessWorld.RULE, KeylessWorld.AUDIENCE));
  }

  @Test
  void thePlanNeedsNoKeyAndNamesWhatCouldGo() {
    World.Run run = world.run("fleet", "plan");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "workspace-manage-all  could go: this workspace has trust rules, and workflows of"
                + " GitHub can log in without a key");
    assertThat(world.sandbox().requests())
        .extracting(RequestEntry::path)
        .contains("/v1/api_keys")
        .doesNotContain("/v1/access/trust_rules");
    List<String> tokens = world.sandbox().tokens().stream().map(IssuedToken::value).toList();
    assertThat(tokens).hasSize(1).noneMatch(token -> (run.out() + run.err()).contains(token));
  }

  @Test
  void applyRefusesToRotateWithoutAMintingKey() throws IOException {
    Path fleet = world.home().resolve("fleet.yaml");
    Files.writeString(
        fleet, Files.readString(fleet).replace("rotate-every: 30d", "rotate-every: 1"));
    Await.until(
        "the key is a second old", () -> world.run("fleet", "plan").out().contains("is due"));
    world.set("GH_TOKEN", "a-token");

    World.Run run = world.run("fleet", "apply");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "the workspace acme has an identity in place of a minting key, which can look and"
                + " cannot rotate; give it a minting key",
            "0 rotated, 0 waiting, 1 stopped.");
    assertThat(world.sandbox().requests()).noneMatch(request -> request.path().contains("/teams/"));
  }
}
