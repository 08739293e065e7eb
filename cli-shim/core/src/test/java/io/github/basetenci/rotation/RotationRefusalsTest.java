package io.github.basetenci.rotation;

import static io.github.basetenci.rotation.RotationWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.text.Situation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is changed. */
class RotationRefusalsTest {
  @Fixture private Sandbox sandbox;
  private RotationWorld world;

  @BeforeEach
  void begin() throws Exception {
    world = new RotationWorld(sandbox, "a", "b");
  }

  @Test
  void aMintingKeyThatIsRefusedStopsBeforeAnythingIsChanged() throws Exception {
    world.minting = ApiKey.of("unknown1.0123456789012345678901234567890a");

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e.status()).isEqualTo(401);
    world.assertNothingChanged();
  }

  @Test
  void aMintingKeyWithoutTheRightIsRefusedAtTheCreation() throws Exception {
    world.hook = Hooks.failing(sandbox, "POST key", Fault.status("POST", "/v1/", 403, "{}"));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("does not allow this key to POST");
    assertThat(e.record().state()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(world.line()).containsOnlyKeys("ci");
  }

  @Test
  void anUnknownPrefixIsRefused() throws Exception {
    RotationException e =
        refused(
            () -> world.rotation().start(new RotationRequest("nosuchky", false, Duration.ZERO)));

    assertThat(e).hasMessageStartingWith("no key with the prefix nosuchky is listed");
    world.assertNothingChanged();
  }

  @Test
  void aKeyThatMayBeLimitedToEnvironmentsIsRefusedUntilSomebodyStatesThatItIsNot()
      throws Exception {
    ApiKey invoke = world.create(ApiKeyType.WORKSPACE_INVOKE, "ci-invoke", null);
    world.places.replaceAll((name, key) -> invoke);

    RotationException e =
        refused(
            () ->
                world.rotation().start(new RotationRequest(invoke.prefix(), false, Duration.ZERO)));

    assertThat(e)
        .hasMessage(
            "a key that is limited to environments cannot be copied, and cannot be told from one"
                + " that is not");
    assertThat(e.situation()).isEqualTo(Situation.KEY_MAY_BE_SCOPED);
    assertThat(world.journal).isNull();
  }

  @Test
  void aPersonalKeyOfSomebodyElseIsRefused() throws Exception {
    String personal = ApiKey.of(sandbox.key(KeyType.PERSONAL)).prefix();
    world.hook =
        Hooks.failing(
            sandbox,
            "GET me",
            Fault.status("GET", "/v1/users/me", 200, "{\"user_id\":\"somebody-else\"}"));
    world.minting = ApiKey.of(sandbox.key(KeyType.PERSONAL));

    RotationException e =
        refused(() -> world.rotation().start(new RotationRequest(personal, false, Duration.ZERO)));

    assertThat(e).hasMessageContaining("personal and not the minting key's own");
  }

  @Test
  void aTypeThatThisVersionDoesNotKnowIsRefused() throws Exception {
    world.hook =
        Hooks.failing(
            sandbox,
            "GET keys",
            Fault.status(
                "GET",
                "/v1/api_keys",
                200,
                "{\"keys\":[{\"prefix\":\"%s\",\"type\":\"OF_TOMORROW\",\"name\":\"r\"}]}"
                    .formatted(world.oldKey.prefix())));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessageContaining("has the type OF_TOMORROW, which this version cannot create");
    world.assertNothingChanged();
  }

  @Test
  void whereNewKeysAreForbiddenNothingIsBegun() throws Exception {
    sandbox.allow(new NewKeys(true, false));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessage("the organization allows no new keys of type WORKSPACE_MANAGE_ALL");
    assertThat(e.situation()).isEqualTo(Situation.NEW_KEYS_FORBIDDEN);
    world.assertNothingChanged();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"org_id\":\"o\"}",
        "200 | {\"org_id\":\"o\",\"allow_service_account_api_keys\":null}",
        "200 | []",
        "403 | {}",
        "404 | {}",
        "503 | {}"
      })
  void aServerThatDoesNotTellForbidsNothing(int status, String body) throws Exception {
    sandbox.fault(Fault.status("GET", "/v1/organizations/me", status, body));

    world.rotation().start(world.request());

    assertThat(world.line()).containsOnlyKeys("ci", "ci-2");
  }

  @Test
  void twoTeamsOfOneNameAreRefused() throws Exception {
    world.hook =
        Hooks.failing(
            sandbox,
            "GET teams",
            Fault.status(
                "GET",
                "/v1/teams",
                200,
                """
                {"teams":[{"id":"1","name":"Default"},{"id":"2","name":"Default"}]}
                """));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("several teams that the minting key can see are named");
    world.assertNothingChanged();
  }

  @Test
  void aTargetThatCannotBeWrittenIsRefusedBeforeAKeyIsCreated() throws Exception {
    world.refusals.put("b", "it is owned by a configuration file");

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e)
        .hasMessage(
            "nothing was changed: 1 of 2 targets cannot be written: b: it is owned by a"
                + " configuration file");
    world.assertNothingChanged();
  }

  @Test
  void aTargetWithAnotherKeyIsRefused() throws Exception {
    world.places.put("a", ApiKey.of("otherkey.0123456789012345678901234567890a"));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("a: it has the key otherkey");
    world.assertNothingChanged();
  }

  @Test
  void aRotationWithoutATargetAndOneWithATargetTwiceAreRefused() throws Exception {
    assertThat(refused(() -> world.rotation(List.of()).start(world.request())))
        .hasMessageContaining("without a target");
    Target one = new FixedTarget("x");
    assertThat(refused(() -> world.rotation(List.of(one, one)).start(world.request())))
        .hasMessage("the target x is given twice");
    world.assertNothingChanged();
  }

  @Test
  void aHolderWithALivingKeyIsNotWrittenOver() throws Exception {
    world.held = ApiKey.of(sandbox.key(KeyType.WORKSPACE_MANAGE_ALL));

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageContaining("memory holds the key " + world.held.prefix());
    world.assertNothingChanged();
  }

  @Test
  void aSecondRotationOfAnUnfinishedOneIsRefused() throws Exception {
    world.rotation().start(world.request());

    RotationException e = refused(() -> world.rotation().start(world.request()));

    assertThat(e).hasMessageStartingWith("a rotation of 'ci' (").hasMessageContaining("unfinished");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 422})
  void theNameIsTheLockBetweenTwoRotations(int status) throws Exception {
    try (Sandbox strict =
        Sandbox.start(SandboxOptions.defaults().withDuplicateNameStatus(status))) {
      RotationWorld first = new RotationWorld(strict, "a");
      RotationWorld second = first.otherMachine("b");
      // Both have planned before either creates: the other one is faster by one request.
      second.hook = Hooks.before("POST key", 1, () -> first.rotation().start(first.request()));

      RotationException e = refused(() -> second.rotation().start(second.request()));

      String winner = first.line().get("ci-2").prefix();
      assertThat(e)
          .hasMessageContaining("the name of the new key is taken by 'ci-2' (" + winner + ")")
          .hasMessageContaining("nothing was changed");
      assertThat(e.unclaimedKey()).isEqualTo(winner);
      assertThat(second.record().state()).isEqualTo(RotationState.ROLLED_BACK);
      assertThat(second.places.get("b")).isEqualTo(second.oldKey);
      assertThat(first.record().state()).isEqualTo(RotationState.DRAINING);
    }
  }
}
