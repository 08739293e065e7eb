package io.github.basetenci.cli.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.shim.World;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.OAuthSecret;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real {@code gnome-keyring-daemon}: what we write is read by Python's keyring and by the
 * released truss, and what they write is read by us.
 */
@NeedsKeyring
class RealKeyringTest {
  /** Long enough for every machine, for what is to be answered. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** For what is not to be answered. */
  private static final Duration BRIEF = Duration.ofMillis(200);

  private static final KeyringEntry ME = BasetenKeyring.entry("me");

  @TempDir private Path directory;
  @Fixture private World world;
  private PrivateBus bus;

  @BeforeEach
  void begin() throws IOException {
    bus = new PrivateBus(directory.resolve("k"));
  }

  @AfterEach
  void end() throws IOException {
    bus.close();
  }

  @ParameterizedTest
  @NeedsPeers(Peer.TRUSS)
  @ValueSource(strings = {"me", "Zoë Müller", "名前", "it's \"quoted\" \\ 'all'", "a@b:c"})
  void pythonReadsWhatWeWriteAndWeReadWhatPythonWrites(String name) throws IOException {
    bus.unlocked();
    Keyring keyring = keyring(PATIENCE);
    KeyringEntry entry = TrussKeyring.entry(name);

    assertThat(keyring.read(entry)).isEqualTo(new Keyring.Absent());
    assertThat(keyring.write(entry, "ours é 1")).isEmpty();
    assertThat(keyring.write(entry, "ours é 2")).isEmpty();
    assertThat(python("get", name, "")).isEqualTo("'ours é 2'\n");
    assertThat(attributes(name)).isEqualTo(attributesOfPython(name));

    python("set", name, "theirs é");
    assertThat(keyring.read(entry)).isEqualTo(new Keyring.Value("theirs é"));

    python("delete", name, "");
    assertThat(keyring.read(entry)).isEqualTo(new Keyring.Absent());
    assertThat(keyring.write(entry, "ours")).isEmpty();
    assertThat(keyring.delete(entry)).isEmpty();
    assertThat(python("get", name, "")).isEqualTo("None\n");
    assertThat(keyring.delete(entry)).isEmpty();
  }

  /** go-keyring writes the same without {@code application}, into the collection login. */
  @Test
  @NeedsPeers(Peer.TRUSS)
  void anEntryOfBasetenHasTheAttributesAndTheLabelOfGoKeyring() throws IOException {
    bus.unlocked();
    assertThat(keyring(PATIENCE).write(ME, "abc.def")).isEmpty();

    assertThat(
            script(
                """
                import secretstorage
                c = secretstorage.dbus_init()
                for i in secretstorage.Collection(
                    c, '/org/freedesktop/secrets/collection/login').get_all_items():
                  a = i.get_attributes()
                  print(i.get_label(), a['service'], a['username'], 'application' in a,
                        i.get_secret().decode())
                """))
        .isEqualTo("Password for 'me' on 'baseten-profile' baseten-profile me False abc.def\n");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussReadsTheTokensThatWeWrite() throws Exception {
    bus.unlocked();
    assertThat(keyring(PATIENCE).write(TrussKeyring.entry("me"), TrussKeyring.text(tokens())))
        .isEmpty();
    world.trussrc(
        "[me]\nremote_provider = baseten\nremote_url = " + world.url() + "\nauth_type = oauth\n\n");

    assertThat(
            script(
                """
                from truss.remote.remote_factory import RemoteFactory
                c = RemoteFactory.load_remote_config('me').configs
                print(c['oauth_access_token'], c['oauth_refresh_token'], c['oauth_expires_at'])
                """))
        .isEqualTo("AT RT 1795168782\n");
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void weReadTheTokensThatTrussWrites() throws Exception {
    bus.unlocked();
    script(
        """
        from truss.remote.remote_factory import RemoteFactory
        from truss.remote.truss_remote import RemoteConfig
        RemoteFactory.update_remote_config(RemoteConfig(name='me', configs={
          'remote_provider': 'baseten', 'remote_url': 'https://app.baseten.co',
          'auth_type': 'oauth', 'oauth_access_token': 'AT', 'oauth_refresh_token': 'RT',
          'oauth_expires_at': '1795168782'}))
        """);

    assertThat(world.read(world.trussrc())).contains("auth_type = oauth").doesNotContain("AT");
    Keyring.Reading reading = keyring(PATIENCE).read(TrussKeyring.entry("me"));
    assertThat(reading).isEqualTo(new Keyring.Value(TrussKeyring.text(tokens())));
    assertThat(TrussKeyring.parse("me", "oauth", ((Keyring.Value) reading).text()))
        .isEqualTo(tokens());
  }

  @Test
  @NeedsPeers(Peer.TRUSS)
  void trussLogsOutOfWhatWeWrote() throws Exception {
    bus.unlocked();
    Keyring keyring = keyring(PATIENCE);
    keyring.write(TrussKeyring.entry("me"), TrussKeyring.text(tokens()));
    world.trussrc(
        "[me]\nremote_provider = baseten\nremote_url = " + world.url() + "\nauth_type = oauth\n\n");

    script(
        "from truss.remote.remote_factory import RemoteFactory\n"
            + "RemoteFactory.remove_remote_config('me')\n");

    assertThat(keyring.read(TrussKeyring.entry("me"))).isEqualTo(new Keyring.Absent());
  }

  @Test
  void aLoginAndALogoutOfTheCommandUseIt() throws IOException {
    bus.unlocked();
    world.keyring(() -> keyring(PATIENCE));

    assertThat(login().code()).isZero();
    assertThat(keyring(PATIENCE).read(ME)).isEqualTo(new Keyring.Value(World.KEY));
    assertThat(world.read(world.authJson())).doesNotContain(World.KEY);
    assertThat(world.run("whoami", "--profile", "me").code()).isZero();
    assertThat(world.run("auth", "logout", "--profile", "me").code()).isZero();
    assertThat(keyring(PATIENCE).read(ME)).isEqualTo(new Keyring.Absent());
  }

  @Test
  void aLockedKeyringIsSaidToBeLockedAndNobodyIsAsked() throws IOException {
    bus.locked();
    Keyring keyring = keyring(PATIENCE);

    Unavailable locked = new Unavailable(Unavailable.Kind.LOCKED, "the keyring is locked");
    assertThat(keyring.read(ME)).isEqualTo(locked);
    assertThat(keyring.write(ME, "abc.def")).contains(locked);
    assertThat(keyring.delete(TrussKeyring.entry("me"))).contains(locked);
    assertThatTheKeyGoesToTheFile(keyring, "the keyring is locked");
  }

  @Test
  void aBusWithoutAKeyringIsSaid() throws IOException {
    assertThatTheKeyGoesToTheFile(keyring(PATIENCE), "no keyring is on the session bus");
  }

  @Test
  void aKeyringThatCrashesIsSaid() throws IOException {
    bus.unlocked();
    Keyring keyring = keyring(PATIENCE);
    assertThat(keyring.read(ME)).isEqualTo(new Keyring.Absent());
    bus.kill();
    assertThatTheKeyGoesToTheFile(keyring, "no keyring is on the session bus");
  }

  @Test
  void aBusThatCrashesIsSaid() throws IOException {
    bus.unlocked();
    Keyring keyring = keyring(PATIENCE);
    assertThat(keyring.read(ME)).isEqualTo(new Keyring.Absent());
    bus.close();
    assertThatTheKeyGoesToTheFile(keyring, "the connection to the keyring broke");
    assertThatTheKeyGoesToTheFile(keyring(PATIENCE), "the session bus cannot be reached");
  }

  @Test
  void aKeyringThatDoesNotAnswerIsSaid() throws IOException {
    bus.unlocked();
    bus.stop();
    assertThatTheKeyGoesToTheFile(
        keyring(BRIEF), "the keyring did not answer within " + BRIEF.toSeconds() + " seconds");
    bus.goOn();
  }

  private void assertThatTheKeyGoesToTheFile(Keyring keyring, String reason) throws IOException {
    world.keyring(() -> keyring);
    World.Run run = login();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "warning: could not store credentials in system keyring, storing in plain text: "
                + reason
                + "\n");
    assertThat(world.read(world.authJson())).contains(World.KEY);
  }

  private World.Run login() {
    return world.runWithInput(
        World.KEY + "\n", "login", "--api-key-stdin", "--remote", "me", "--force");
  }

  private Keyring keyring(Duration limit) {
    return new LimitedKeyring(
        () -> new SecretServiceKeyring(bus.address()), limit, System::nanoTime);
  }

  private static OAuthSecret tokens() throws Exception {
    return new OAuthSecret(
        new OAuthSession(
            AccessToken.of("AT"), OAuthGrant.of("RT"), Instant.ofEpochSecond(1795168782)));
  }

  private String python(String what, String name, String value) {
    return script(
        "import keyring, sys\n"
            + "sys.stdout.reconfigure(encoding='utf-8')\n"
            + switch (what) {
              case "get" -> "print(repr(keyring.get_password('baseten-truss', NAME)))\n";
              case "set" -> "keyring.set_password('baseten-truss', NAME, VALUE)\n";
              default -> "keyring.delete_password('baseten-truss', NAME)\n";
            },
        name,
        value);
  }

  /** Without the schema, which the daemon adds by itself at some moment after a write. */
  private String attributes(String name) {
    return script(
        """
        import secretstorage
        c = secretstorage.dbus_init()
        for i in secretstorage.get_default_collection(c).get_all_items():
          a = i.get_attributes()
          a.pop('xdg:schema', None)
          if a['username'] == NAME:
            print(sorted(a.items()), i.get_label(), i.get_secret_content_type())
        """,
        name,
        "");
  }

  /** What Python's own library makes of the same entry. */
  private String attributesOfPython(String name) {
    python("delete", name, "");
    python("set", name, "x");
    return attributes(name);
  }

  private String script(String code) {
    return script(code, "", "");
  }

  private String script(String code, String name, String value) {
    Map<String, String> environment = new LinkedHashMap<>(world.environment());
    environment.putAll(bus.environment());
    environment.put("HOME", world.home().toString());
    environment.put("PYTHONUTF8", "1");
    environment.put("N", name);
    environment.put("V", value);
    String prefix = "import os\nNAME = os.environ['N']\nVALUE = os.environ['V']\n";
    return Ended.of(
            world.home(),
            environment,
            "",
            List.of(Peers.trussPython().toString(), "-c", prefix + code))
        .exits(0)
        .out();
  }
}
