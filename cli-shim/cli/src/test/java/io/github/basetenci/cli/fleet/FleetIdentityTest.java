package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workspace whose keys are managed by an identity. */
class FleetIdentityTest {
  private static final String EXCHANGE = "/v1/auth/token";

  @Fixture private KeylessWorld keyless;
  private World world;
  private int planned;

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
  void applyRotatesWithTheIdentityAlone() throws IOException {
    due();

    World.Run run = world.run("fleet", "apply");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("1 rotated, 0 waiting, 0 stopped.");
    assertThat(world.sandbox().accepts(Files.readString(world.home().resolve("ci.key")).strip()))
        .isTrue();
    assertThat(world.sandbox().tokens()).hasSize(planned + 1);
    assertNoTokenIn(run);
  }

  @Test
  void aTokenThatEndsDuringTheRunIsExchangedAnew() throws IOException {
    due();
    world.sandbox().fault(Fault.status("POST", "/v1/teams/", 401, "{}"));

    World.Run run = world.run("fleet", "apply");

    assertThat(run.out()).as(run.err()).contains("1 rotated, 0 waiting, 0 stopped.");
    assertThat(world.sandbox().tokens()).hasSize(planned + 2);
    assertNoTokenIn(run);
  }

  @Test
  void anIdentityThatIsRefusedDuringTheRunStopsTheKeyAndIsSaid() throws IOException {
    due();
    world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "POST", EXCHANGE));
    world.sandbox().fault(Fault.status("POST", EXCHANGE, 400, "{\"error\":\"invalid_grant\"}"));
    world.sandbox().fault(Fault.status("POST", "/v1/teams/", 401, "{}"));

    World.Run run = world.run("fleet", "apply");

    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("Baseten refused the identity token from", "0 rotated, 0 waiting, 1 stopped.");
    assertNoTokenIn(run);
    assertThat(world.run("fleet", "apply").out()).contains("1 rotated, 0 waiting, 0 stopped.");
  }

  /** Lets the key of the file be due, and be in a file alone. */
  private void due() throws IOException {
    Path key = world.home().resolve("ci.key");
    Files.writeString(key, world.sandbox().key(KeyType.WORKSPACE_MANAGE_ALL));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path fleet = world.home().resolve("fleet.yaml");
    Files.writeString(
        fleet,
        Files.readString(fleet)
            .replace("rotate-every: 30d", "rotate-every: 1")
            .replace("github:acme/web/KEY", "file:ci.key"));
    Await.until(
        "the key is a second old", () -> world.run("fleet", "plan").out().contains("is due"));
    planned = world.sandbox().tokens().size();
  }

  private void assertNoTokenIn(World.Run run) {
    assertThat(world.sandbox().tokens())
        .extracting(IssuedToken::value)
        .noneMatch(token -> (run.out() + run.err()).contains(token));
  }
}
