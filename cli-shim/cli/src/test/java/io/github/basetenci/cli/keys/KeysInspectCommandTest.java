package io.github.basetenci.cli.keys;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysInspectCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void theKeyInUseIsSaidWithTypeTeamAndWorkspace() {
    World.Run run = world.run("keys", "inspect");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().replaceAll("\\d{4}-\\d{2}-\\d{2}\n", "DAY\n"))
        .isEqualTo(
            """
            Key:        markerkey**** (in use)
            Name:       marker
            Type:       workspace-manage-all
            Team:       Default
            Created:    DAY
            Last used:  DAY
            Workspace:  acme
            Remote:     %s
            """
                .formatted(world.url()));
  }

  @Test
  void theJsonResultHasTheFieldsOfTheServerAndWhereTheKeyCameFrom() {
    assertThat(world.run("keys", "inspect", "-o", "jsonl").out())
        .matches(
            "\\{\"prefix\":\"markerkey\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"marker\","
                + "\"model_ids\":null,\"team_name\":\"Default\",\"created_at\":\"[-0-9T:.]+Z\","
                + "\"last_used_at\":\"[-0-9T:.]+Z\",\"owner\":null,\"in_use\":true,"
                + "\"source\":\"BASETEN_API_KEY\",\"remote_url\":\"http://[^\"]+\","
                + "\"workspace_name\":\"acme\",\"user_id\":\"svc_\\w+\"}\n");
  }

  @Test
  void aPersonalKeyNamesItsOwner() {
    assertThat(world.set("BASETEN_API_KEY", PERSONAL_KEY).run("keys", "inspect").out())
        .contains("Type:       personal\nOwner:      admin@sandbox.example\n");
  }

  @Test
  void aKeyThatMayNotAskIsOfUnknownTypeAndThatIsNoFailure() {
    World.Run run = world.set("BASETEN_API_KEY", INVOKE_KEY).run("keys", "inspect");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Key:        invokeky**** (in use)\nType:       unknown\n");
    assertThat(run.err())
        .contains(
            "The key works, but may not ask what it is (HTTP 403), as inference and metrics keys do"
                + " not; run 'baseten-ci keys inspect invokeky' with a key that manages keys.\n");
  }

  @Test
  void anotherKeyIsFoundByItsPrefixOrByTheFormThatIsShown() {
    assertThat(world.run("keys", "inspect", "invokeky").out())
        .contains("Key:        invokeky****\n", "Models:     all models\n");
    assertThat(world.run("keys", "inspect", "invokeky****").out()).contains("Name:       invoke\n");
  }

  @Test
  void aPrefixThatIsNotListedIsNotFound() {
    World.Run run = world.run("keys", "inspect", "absentky");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .endsWith(
            "no key with the prefix absentky among those that this key manages; it may be revoked"
                + " already\n");
  }

  @Test
  void aWholeKeyIsNoPrefixAndIsNotQuoted() {
    World.Run run = world.run("keys", "inspect", "unknown1.abcdefghijklmnopqrstuvwxyz012345");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "invalid value for PREFIX: use the part of the key before its first dot, no more; see"
                + " 'baseten-ci keys inspect --help'\n");
  }

  @Test
  void aRefusedKeyExitsWith3() {
    World.Run run =
        world
            .set("BASETEN_API_KEY", "unknown1.abcdefghijklmnopqrstuvwxyz012345")
            .run("keys", "inspect");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aKeyThatTheServerDoesNotListIsSaid() {
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}"));

    World.Run run = world.run("keys", "inspect");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Type:       unknown\n", "Workspace:  acme\n");
    assertThat(run.err()).contains("The server does not list the key that is in use;");
  }
}
