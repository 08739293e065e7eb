package io.github.basetenci.shim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.shim.World;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.FakeKeyring;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins whose key is in the keyring of the system. */
class KeyringLoginTest {
  private static final KeyringEntry ME = BasetenKeyring.entry("me");
  private static final KeyringEntry PROD = TrussKeyring.entry("prod");

  private static final String MAY_STILL_HOLD =
      "warning: baseten prefers what the system keyring may still hold for profile 'me';"
          + " remove that entry, or log in with the keyring\n";

  @Fixture World world;
  private final FakeKeyring keyring = new FakeKeyring();

  @BeforeEach
  void aKeyring() {
    world.keyring(() -> keyring);
  }

  @Test
  void loginKeepsTheKeyOfTheProfileInTheKeyringAndTheKeyOfTheRemoteInTheFile() throws Exception {
    World.Run run = login("me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.entries()).isEqualTo(Map.of(ME, World.KEY));
    assertThat(world.read(world.authJson()))
        .contains("\"me\": {", "\"auth_type\": \"api_key\"")
        .doesNotContain(World.KEY);
    assertThat(world.read(world.trussrc())).contains("api_key = " + World.KEY);
    assertThat(run.err())
        .contains("The key of profile 'me' is in the system keyring, where baseten keeps it.")
        .doesNotContain("could not store");
  }

  @Test
  void insecureStorageKeepsTheKeyInTheFileAndAsksNoKeyring() throws Exception {
    assertThat(login("me", "--insecure-storage").code()).isZero();

    assertThat(world.read(world.authJson())).contains(World.KEY);
    assertThat(keyring.calls()).isEmpty();
  }

  @Test
  void aLoginToTheTrussrcAloneAsksNoKeyring() {
    assertThat(login("me", "--store", "truss").code()).isZero();
    assertThat(keyring.calls()).isEmpty();
  }

  @Test
  void aLockedKeyringIsOneWarningAndTheFile() throws Exception {
    keyring.lock();
    World.Run run = login("me");

    assertThat(run.code()).isZero();
    assertThat(world.read(world.authJson())).contains(World.KEY);
    assertThat(run.err().lines().filter(line -> line.contains("keyring")))
        .containsExactly(
            "warning: could not store credentials in system keyring, storing in plain text:"
                + " the keyring is locked");
  }

  @Test
  void whereThereIsNoKeyringNothingIsSaidOfIt() throws Exception {
    keyring.remove();
    World.Run run = login("me");

    assertThat(world.read(world.authJson())).contains(World.KEY);
    assertThat(run.err()).doesNotContain("keyring");
  }

  @Test
  void aLabelIsInTheKeyringForTheOlderBasetenToo() throws Exception {
    assertThat(login("me", "--label", "ci").code()).isZero();

    assertThat(keyring.entries())
        .containsEntry(BasetenKeyring.olderEntry(world.url(), "ci"), World.KEY);
    assertThat(world.read(world.authJson())).doesNotContain(World.KEY).contains("\"hosts\"");
  }

  @Test
  void whenTheFilesCannotBeWrittenTheKeyringHasTheEarlierKey() throws IOException {
    keyring.with(ME, World.OTHER_KEY);
    Files.createDirectories(world.authJson());
    World.Run run = login("me");

    assertThat(run.code()).isNotZero();
    assertThat(keyring.entries()).isEqualTo(Map.of(ME, World.OTHER_KEY));
  }

  @Test
  void aLoginWithTheKeyInTheFileRemovesAnOlderKeyThatBasetenWouldPrefer() {
    assertThat(login("me").code()).isZero();
    World.Run run = login("me", "--insecure-storage");

    assertThat(run.err())
        .contains(
            "warning: baseten prefers what the system keyring may still hold for profile 'me';"
                + " remove that entry, or log in with the keyring");
  }

  @Test
  void theKeyOfAProfileInTheKeyringIsUsed() {
    assertThat(login("me", "--store", "baseten").code()).isZero();

    assertThat(world.run("whoami").code()).isZero();
    assertThat(world.run("auth", "status", "--verify").out())
        .contains("Key: markerkey****")
        .contains("baseten  logged in as me, secret in the system keyring (");
  }

  @Test
  void aKeyThatAnOlderTrussKeptInTheKeyringIsUsed() throws IOException {
    trussKey(world.sandbox().key(KeyType.PERSONAL));

    World.Run run = world.run("whoami", "--remote", "prod");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.calls()).containsExactly("read baseten-truss prod");
  }

  @Test
  void aLoginWhoseKeyIsInTheFileAsksNoKeyring() throws IOException {
    trussKey(World.KEY);
    assertThat(login("me", "--insecure-storage").code()).isZero();

    assertThat(world.run("whoami", "--profile", "me").code()).isZero();
    assertThat(world.run("auth", "status", "--profile", "me").code()).isZero();
    assertThat(keyring.calls()).isEmpty();
  }

  @Test
  void aSecretThatCannotBeHadIsSaidWithItsReason() throws IOException {
    trussKey(World.KEY);
    keyring.lock();
    assertThat(world.run("whoami", "--remote", "prod").err())
        .isEqualTo(
            "remote 'prod' has its secret in the system keyring, but the keyring is locked;"
                + " unlock or start the keyring, or log in with an API key\n");
    assertThat(world.run("auth", "status", "--remote", "prod").out())
        .contains(
            "truss    logged in as prod, secret in the system keyring, which gives none: the keyring"
                + " is locked (");

    keyring.entries().clear();
    world.keyring(() -> new FakeKeyring());
    assertThat(world.run("whoami", "--remote", "prod").err())
        .isEqualTo(
            "remote 'prod' has its secret in the system keyring, but the keyring has no entry for"
                + " it; log in again\n");
    assertThat(world.run("auth", "status", "--remote", "prod", "--explain").out())
        .contains("truss    no credential (");

    world.keyring(() -> new FakeKeyring().with(PROD, "{\"auth_type\": \"oauth\"}"));
    assertThat(world.run("whoami", "--remote", "prod").err())
        .isEqualTo(
            "the keyring's entry for remote 'prod' is not one that truss can use; log in again\n");
  }

  @Test
  void logoutRemovesWhatIsInTheKeyring() throws IOException {
    trussKey(World.KEY);
    World.Run run = world.run("auth", "logout", "--remote", "prod");

    assertThat(run.out()).isEqualTo("Logged out prod\n");
    assertThat(run.err()).contains("Removed the secret of remote 'prod' from the system keyring.");
    assertThat(keyring.entries()).isEmpty();
  }

  @Test
  void logoutOfALoginRemovesItsEntriesOfBothGenerations() {
    assertThat(login("me", "--label", "ci").code()).isZero();
    World.Run run = world.run("auth", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.entries()).isEmpty();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void logoutSaysWhatItCouldNotReach() throws IOException {
    trussKey(World.KEY);
    keyring.fail();
    assertThat(world.run("auth", "logout", "--remote", "prod").err())
        .contains(
            "warning: the secret of remote 'prod' may still be in the system keyring: the keyring"
                + " did not answer in time\n");
  }

  @Test
  void logoutRevokesAKeyThatIsInTheKeyring() {
    assertThat(login("me").code()).isZero();
    World.Run run = world.run("auth", "logout", "--revoke-key");

    assertThat(run.err()).contains("Revoked key markerkey****.");
    assertThat(keyring.entries()).isEmpty();
  }

  @Test
  void theTokensOfALoginByBrowserAreInTheKeyringOfEachTool() throws Exception {
    world.confirmsLogins();
    World.Run run = world.run("login", "--browser", "--remote", "me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.entries().keySet()).containsExactlyInAnyOrder(TrussKeyring.entry("me"), ME);
    assertThat(keyring.entries().get(ME)).startsWith("{\"access_token\":\"");
    assertThat(world.read(world.trussrc()))
        .contains("auth_type = oauth")
        .doesNotContain("oauth_access_token", "api_key");
    assertThat(world.read(world.authJson()))
        .contains("\"auth_type\": \"oauth\"")
        .doesNotContain("oauth_credential");
    assertThat(world.run("whoami", "--profile", "me").code()).isZero();
    assertThat(world.run("whoami", "--remote", "me").code()).isZero();

    World.Run logout = world.run("auth", "logout");
    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(logout.err()).contains("Ended the session of").doesNotContain("could not be ended");
    assertThat(keyring.entries()).isEmpty();
  }

  @Test
  void insecureStorageKeepsTheTokensOfALoginByBrowserInTheFiles() throws Exception {
    world.confirmsLogins();
    World.Run run = world.run("login", "--browser", "--insecure-storage", "--remote", "me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.trussrc())).contains("oauth_access_token");
    assertThat(world.read(world.authJson())).contains("oauth_credential");
    assertThat(keyring.calls()).isEmpty();
  }

  @Test
  void renewedTokensAreWhereTheTokensWere() throws Exception {
    world.confirmsLogins();
    assertThat(world.run("login", "--browser", "--remote", "me").code()).isZero();
    String before = keyring.entries().get(ME);
    String file = world.read(world.authJson());
    keyring.with(
        ME, before.replaceFirst("\"expiry\":\"[^\"]*\"", "\"expiry\":\"2020-01-01T00:00:00Z\""));

    World.Run run = world.run("whoami", "--profile", "me");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.entries().get(ME)).startsWith("{\"access_token\":\"").isNotEqualTo(before);
    assertThat(world.read(world.authJson())).isEqualTo(file);
  }

  @Test
  void logoutOfALoginByBrowserWhoseEntryIsGoneOrBrokenOrLockedSaysThatItsSessionGoesOn() {
    world.confirmsLogins();
    Map<Runnable, String> problems =
        Map.of(
            () -> keyring.entries().clear(),
            "the keyring has no entry for it",
            () -> keyring.with(ME, "{}"),
            "the keyring's entry for it cannot be used",
            keyring::lock,
            "the keyring is locked");
    for (Map.Entry<Runnable, String> problem : problems.entrySet()) {
      keyring.unlock();
      assertThat(world.run("login", "--browser", "--store", "baseten", "-p", "me").code()).isZero();
      problem.getKey().run();
      World.Run run = world.run("auth", "logout", "--all");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err())
          .contains(
              "warning: the session of profile 'me' could not be ended at the server: "
                  + problem.getValue()
                  + "\n");
      assertThat(run.err().contains("may still be in the system keyring"))
          .isEqualTo(problem.getValue().endsWith("locked"));
      assertThat(world.authJson()).doesNotExist();
    }
  }

  @Test
  void logoutOfAProfileFindsTheLabelWhoseKeyIsInTheKeyring() throws IOException {
    assertThat(login("me", "--label", "ci", "--profile", "me").code()).isZero();
    World.Run run = world.run("auth", "logout", "--profile", "me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(keyring.entries()).isEmpty();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void switchFindsTheLabelWhoseKeyIsInTheKeyring() throws IOException {
    assertThat(login("me", "--label", "ci", "--profile", "me").code()).isZero();
    assertThat(login("you", "--profile", "you", "--label", "yours").code()).isZero();
    World.Run run = world.run("auth", "switch", "--profile", "me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson()))
        .contains("\"current\": \"me\"", "\"active_user\": \"ci\"")
        .doesNotContain(World.KEY);
  }

  @Test
  void aKeyThatTheKeyringDidNotConfirmAndMayHoldIsSaid() throws IOException {
    keyring.failAtWrite();
    World.Run run = login("me");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson())).contains(World.KEY);
    assertThat(run.err()).contains(MAY_STILL_HOLD);
  }

  @Test
  void aLabelThatTheKeyringDidNotConfirmAndMayHoldIsSaid() throws IOException {
    // The profile is written first, and is confirmed.
    keyring.atChange(
        () ->
            keyring.atChange(
                () -> {
                  keyring.atChange(() -> {});
                  keyring.failAtWrite();
                }));
    World.Run run = login("me", "--label", "ci");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson())).contains(World.KEY, "\"hosts\"");
    assertThat(run.err().lines().filter(line -> line.contains("may still hold")))
        .containsExactly(mayStillHold("profile 'ci'").strip(), mayStillHold("label 'ci'").strip());
  }

  @Test
  void aLabelThatWasNeverSentIsNotSaid() {
    keyring.failAtWrite();

    assertThat(login("me", "--label", "ci").err())
        .contains(mayStillHold("profile 'ci'"))
        .doesNotContain("label 'ci'");
  }

  @Test
  void aLoginWithTheKeyInTheFileRemovesAnOlderKeyOfItsLabel() throws IOException {
    assertThat(login("me", "--label", "ci").code()).isZero();

    assertThat(login("me", "--label", "ci", "--insecure-storage").err())
        .contains(mayStillHold("profile 'ci'"), mayStillHold("label 'ci'"));
  }

  @Test
  void renewedTokensThatTheKeyringDidNotConfirmAreInTheFileAndThatIsSaid() throws Exception {
    world.confirmsLogins();
    assertThat(world.run("login", "--browser", "--remote", "me").code()).isZero();
    keyring.with(
        ME,
        keyring
            .entries()
            .get(ME)
            .replaceFirst("\"expiry\":\"[^\"]*\"", "\"expiry\":\"2020-01-01T00:00:00Z\""));
    keyring.failAtWrite();

    World.Run run = world.run("whoami", "--profile", "me");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.authJson())).contains("oauth_credential");
    assertThat(run.err()).contains(MAY_STILL_HOLD);
  }

  @Test
  void theKeyringIsChangedWhileTheFilesAreLocked() {
    Path lock = world.authJson().resolveSibling(".auth.json.baseten-ci.lock");
    List<Boolean> locked = new ArrayList<>();
    keyring.atChange(() -> locked.add(Files.exists(lock)));

    assertThat(login("me").code()).isZero();
    assertThat(world.run("auth", "logout").code()).isZero();

    assertThat(locked).containsExactly(true, true);
  }

  @Test
  void aFileThatCannotBeWrittenAfterTheKeyringIsNoLoginInTheKeyring() throws IOException {
    keyring.with(ME, World.OTHER_KEY);
    Path file = world.authJson();
    Path lock = file.resolveSibling(".auth.json.baseten-ci.lock");
    List<Boolean> locked = new ArrayList<>();
    keyring.atChange(
        () -> {
          keyring.atChange(() -> locked.add(Files.exists(lock)));
          try {
            // The login finds a directory where it is to put the file.
            Files.createDirectories(file.resolve("in-the-way"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    World.Run run = login("me");

    assertThat(run.code()).as(run.err()).isNotZero();
    assertThat(keyring.entries()).isEqualTo(Map.of(ME, World.OTHER_KEY));
    assertThat(locked).containsExactly(true);
  }

  @Test
  void aLogoutThatCannotChangeTheFileLeavesTheSecretInTheKeyring() throws IOException {
    assertThat(login("me", "--label", "ci").code()).isZero();
    Map<KeyringEntry, String> before = Map.copyOf(keyring.entries());
    keyring.atChange(
        () -> {
          keyring.atChange(() -> {});
          try {
            // The logout finds a directory where it is to put the file.
            Files.delete(world.authJson());
            Files.createDirectories(world.authJson().resolve("in-the-way"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    World.Run run = world.run("auth", "logout");

    assertThat(run.code()).as(run.err()).isNotZero();
    assertThat(before).hasSize(2);
    assertThat(keyring.entries()).isEqualTo(before);
    assertThat(world.read(world.trussrc())).contains("[me]");
  }

  private void trussKey(String key) throws IOException {
    world.trussrc(
        "[prod]\nremote_provider = baseten\nremote_url = "
            + world.url()
            + "\nauth_type = api_key\n\n");
    keyring.with(PROD, "{\"auth_type\": \"api_key\", \"api_key\": \"" + key + "\"}");
  }

  private static String mayStillHold(String login) {
    return MAY_STILL_HOLD.replace("profile 'me'", login);
  }

  private World.Run login(String name, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "login";
    args[1] = "--api-key-stdin";
    args[2] = "--remote";
    args[3] = name;
    System.arraycopy(more, 0, args, 4, more.length);
    return world.runWithInput(World.KEY + "\n", args);
  }
}
