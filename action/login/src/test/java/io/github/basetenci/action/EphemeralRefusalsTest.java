package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.INVOKE_KEY;
import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.NewKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a key is minted, and what the server refuses. */
class EphemeralRefusalsTest {
  @TempDir Path directory;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api-key | abc.def | ephemeral: true and api-key exclude each other; remove one of them",
        "api-key | '' | ephemeral: true and api-key exclude each other",
        "allow-fallback | true | ephemeral: true and allow-fallback: true exclude each other",
        "logout | false | ephemeral: true and logout: false exclude each other",
        "ephemeral | yes | ephemeral must be true or false",
        "ephemeral-type | ADMIN | ephemeral-type is 'ADMIN', which is no type of key",
        "ephemeral-type | PERSONAL | ephemeral-type must be WORKSPACE_INVOKE,",
        "ephemeral-type | workspace-manage-api-keys | ephemeral-type must be WORKSPACE_INVOKE,",
        "ephemeral-max-age-hours | 0 | ephemeral-max-age-hours must be a whole number from 1 to",
        "ephemeral-max-age-hours | 2161 | ephemeral-max-age-hours must be a whole number from 1 to",
        "require-key-type | PERSONAL | the ephemeral key is of type WORKSPACE_INVOKE, which",
        "minting-api-key | a b | the API key from input minting-api-key contains a blank",
        "minting-api-key | '' | minting-api-key is empty: this job sees no secret of the name",
      })
  void anInputThatDoesNotFitIsNamed(String input, String value, String sentence)
      throws IOException {
    refuses(world.mint(input, value), sentence);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void modelsGoWithTypesThatTakeThem() throws IOException {
    refuses(
        world.mint("ephemeral-type", "WORKSPACE_MANAGE_ALL", "ephemeral-models", "m1"),
        "ephemeral-models goes with ephemeral-type WORKSPACE_INVOKE and WORKSPACE_EXPORT_METRICS");
  }

  @ParameterizedTest
  @CsvSource({
    "minting-api-key," + MINTING_KEY,
    "ephemeral-type,WORKSPACE_INVOKE",
    "ephemeral-models,m1",
    "ephemeral-team,blue",
    "ephemeral-max-age-hours,6"
  })
  void detailsOfAKeyThatNobodyAskedForAreRefused(String input, String value) throws IOException {
    refuses(world.login(input, value), input + " goes with ephemeral: true alone");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aJobThatSwitchesPostOffMintsNothing() throws IOException {
    world.job().set("BASETEN_SKIP_LOGOUT", "true");

    refuses(world.mint(), "ephemeral: true and the variable BASETEN_SKIP_LOGOUT exclude each");
  }

  @ParameterizedTest
  @CsvSource({"BASETEN_API_KEY", "BASETEN_TRUSS_AUTH_API_KEY"})
  void aMintingKeyThatEveryStepSeesAnywayIsRefused(String variable) throws IOException {
    world.job().set(variable, MINTING_KEY).set("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());

    refuses(
        world.mint(),
        "the variable "
            + variable
            + " of the job holds the minting key, so that every step could use it; give it to"
            + " minting-api-key alone");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aMintingKeyAmongTheOtherLoginsIsRefused() throws IOException {
    refuses(
        world.mint("remotes", "[{remote: two, api-key: " + MINTING_KEY + "}]"),
        "remotes has the minting key for two");
  }

  @Test
  void anEmptyMintingKeyOnAForkIsExplained() throws IOException {
    world
        .job()
        .event(
            "pull_request",
            "mallory",
            "{\"pull_request\": {\"head\": {\"repo\": {\"full_name\": \"mallory/models\"}}}}");

    refuses(
        world.mint("minting-api-key", ""),
        "minting-api-key is empty, because this run is for a pull request from the fork");
  }

  @Test
  void aMintingKeyThatWasRevokedIsSaid() throws IOException {
    refuses(
        world.mint("minting-api-key", "nobodys1.0123456789ABCDEFGHIJKLMNOPQRSTUV"),
        "the key nobodys1**** (from input minting-api-key) was revoked",
        "minting-api-key: ${{ secrets.BASETEN_MINTING_KEY }}");
  }

  @Test
  void aKeyThatMayMintNothingIsSaidWithAndWithoutVerification() throws IOException {
    for (String verify : new String[] {"true", "false"}) {
      refuses(
          world.mint("minting-api-key", INVOKE_KEY, "verify", verify),
          "the minting key actnkey4**** may not mint a key of type WORKSPACE_INVOKE",
          "give one of type WORKSPACE_MANAGE_API_KEYS or WORKSPACE_MANAGE_ALL");
    }
  }

  @Test
  void aKeyOfAnotherWorkspaceMintsNothing() throws IOException {
    refuses(world.mint("expect-workspace", "globex"), "not to 'globex'");
    assertThat(world.sandbox().requests()).noneMatch(call -> call.method().equals("POST"));
  }

  @Test
  void whereNewKeysAreForbiddenNothingIsMinted() throws IOException {
    world.sandbox().allow(new NewKeys(true, false));

    refuses(
        world.mint(),
        "the organization allows no new keys of type WORKSPACE_INVOKE; log in without a key, by the"
            + " inputs trust-rule and audience");
    assertThat(world.sandbox().requests()).noneMatch(call -> call.method().equals("POST"));
  }

  @Test
  void aTeamThatIsNotThereIsNamed() throws IOException {
    refuses(world.mint("ephemeral-team", "blue"), "ephemeral-team: no team 'blue' among those");
  }

  @Test
  void aFurtherLoginThatIsRefusedKeepsTheKeyFromBeingMinted() throws IOException {
    refuses(
        world.mint(
            "remotes",
            "[{remote: two, api-key: nobodys1.abcdefgh, remote-url: '" + world.url() + "'}]"),
        "was revoked");
    assertThat(world.sandbox().requests()).noneMatch(call -> call.method().equals("POST"));
  }

  @Test
  void aNewKeyThatTheServerDoesNotAcceptIsDeletedByPost() throws IOException {
    // The first question is that of the minting key.
    world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "GET", "/v1/users/me"));
    world.sandbox().fault(Fault.status("GET", "/v1/users/me", 401, "{}").times(9));

    Stage main = world.mint();

    assertThat(main.said("error"))
        .singleElement()
        .asString()
        .contains("the server does not accept the key that it has just minted");
    assertThat(world.minted()).hasSize(1);
    world.sandbox().clearFaults();
    assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.minted()).isEmpty();
  }

  @Test
  void aNewKeyThatCannotBeWrittenIsDeletedByPost() throws IOException {
    // Where even root makes no directory.
    Files.delete(world.job().githubHome());
    Files.createSymbolicLink(world.job().githubHome(), Path.of("/sys"));

    assertThat(world.mint().said("error")).singleElement().asString().startsWith("cannot make ");

    assertThat(world.minted()).hasSize(1);
    assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.minted()).isEmpty();
  }

  @Test
  void aNewKeyThatTheServerKnowsAMomentLaterIsGood() throws IOException {
    world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "GET", "/v1/users/me"));
    world.sandbox().fault(Fault.status("GET", "/v1/users/me", 401, "{}").times(2));

    assertThat(world.mint().code()).isZero();
  }

  @Test
  void postWithAStateThatIsNotOursDeletesNothing() throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>(world.inputs("ephemeral", "true"));
    inputs.put("minting-api-key", MINTING_KEY);
    inputs.put("api-key", "-");
    world.job().login(inputs);
    String name = world.minted().get(0);
    world.job().setState("ephemeral", "{\"name\":\"ci\",\"address\":\"" + world.url() + "\"}");

    assertThat(world.job().end().get(0).said("warning"))
        .singleElement()
        .asString()
        .contains("does not name the ephemeral key that its main stage minted");
    assertThat(world.minted()).containsExactly(name);
    assertThat(world.sandbox().accepts(KEY)).isTrue();
  }

  /** Fails with one error that has these words, and leaves nothing for later steps or post. */
  private void refuses(Stage main, String... words) throws IOException {
    assertThat(main.code()).as(main.text()).isOne();
    assertThat(main.said("error")).singleElement().asString().contains(words);
    assertThat(main.variables()).isEmpty();
    assertThat(main.outputs()).isEmpty();
    assertThat(world.left()).isEmpty();
    assertThat(world.minted()).isEmpty();
    world.job().end().forEach(post -> assertThat(post.said("warning")).isEmpty());
  }
}
