package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.FakeKeyring;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.TrussKeyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTargetTest {
  private static final String OLD = "oldprefx.0123456789012345678901234567890a";
  private static final String NEW = "newprefx.abcdefghijabcdefghijabcdefghijab";
  private static final String TRUSSRC =
      """
      # mine
      [ci]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      api_key = %s
      team = vision  ; kept
      odd = value

      [other]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      api_key = otherkey.0123456789012345678901234567890a
      """;
  private static final String AUTH_JSON =
      """
      {
        "version": 1,
        "current": "other",
        "hosts": {
          "https://app.baseten.co": {
            "active_user": "somebody",
            "users": {
              "bot": {
                "auth_type": "api_key",
                "api_key": "%1$s"
              },
              "somebody": {
                "auth_type": "api_key",
                "api_key": "otherkey.0123456789012345678901234567890a"
              }
            }
          }
        },
        "profiles": {
          "ci": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "api_key",
            "api_key": "%1$s",
            "odd": 1
          },
          "other": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "api_key",
            "api_key": "otherkey.0123456789012345678901234567890a"
          }
        }
      }
      """;

  private static final String IN_KEYRING =
      """
      # mine
      [ci]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      auth_type = api_key
      """;

  @TempDir Path home;
  private Path trussrc;
  private Path authJson;
  private Stores stores;
  private ApiKey key;

  @BeforeEach
  void begin() throws Exception {
    key = ApiKey.of(NEW);
    trussrc = home.resolve(".trussrc");
    authJson = home.resolve(".config/baseten/auth.json");
    Files.writeString(trussrc, TRUSSRC.formatted(OLD));
    Files.createDirectories(authJson.getParent());
    Files.writeString(authJson, AUTH_JSON.formatted(OLD));
    stores =
        new Stores(
            StorePaths.of(Map.of("HOME", home.toString()), "Linux"), new StoreFiles(), met -> {});
  }

  @Test
  void aRemoteGetsTheKeyAndEveryOtherByteStays() throws Exception {
    Target target = target(StoreKind.TRUSS, "ci");

    target.check("oldprefx");
    target.write(key, "oldprefx");

    assertThat(trussrc)
        .content()
        .isEqualTo(
            TRUSSRC
                .formatted(NEW)
                .replace("api_key = " + NEW + "\n", "api_key = " + NEW + "\n")
                .replace("odd = value\n", "odd = value\nauth_type = api_key\n"));
    assertThat(target.currentPrefix()).contains("newprefx");
    assertThat(target.name()).isEqualTo("trussrc:ci");
  }

  @Test
  void aProfileGetsTheKeyWithItsTwinAndNothingBecomesCurrent() throws Exception {
    Target target = target(StoreKind.BASETEN, "ci");

    target.check("oldprefx");
    target.write(key, "oldprefx");

    assertThat(authJson).content().isEqualToIgnoringNewLines(AUTH_JSON.formatted(NEW));
    assertThat(target.currentPrefix()).contains("newprefx");
  }

  @Test
  void writingAgainChangesNothing() throws Exception {
    for (StoreKind store : StoreKind.values()) {
      Target target = target(store, "ci");
      target.write(key, "oldprefx");
      String before = Files.readString(trussrc) + Files.readString(authJson);

      target.write(key, "oldprefx");

      assertThat(Files.readString(trussrc) + Files.readString(authJson)).isEqualTo(before);
    }
  }

  @Test
  void aLoginWithAnotherKeyIsLeftAlone() throws IOException {
    for (StoreKind store : StoreKind.values()) {
      Target target = target(store, "other");

      assertThatThrownBy(() -> target.check("oldprefx"))
          .isInstanceOf(RotationIOException.class)
          .hasMessageEndingWith("holds another key (otherkey****), not the key that is rotated");
      assertThatThrownBy(() -> target.write(key, "oldprefx"))
          .isInstanceOf(RotationIOException.class);
    }
    assertThat(trussrc).content().isEqualTo(TRUSSRC.formatted(OLD));
    assertThat(authJson).content().isEqualTo(AUTH_JSON.formatted(OLD));
  }

  @Test
  void aLoginThatIsMissingIsRefused() {
    for (StoreKind store : StoreKind.values()) {
      Target target = target(store, "nobody");

      assertThatThrownBy(() -> target.check("oldprefx"))
          .isInstanceOf(RotationIOException.class)
          .hasMessageContaining(":nobody holds no API key; log in there first");
    }
  }

  @Test
  void aBrokenStoreIsRefusedInItsOwnWords() throws IOException {
    Files.writeString(trussrc, "no section\n");

    assertThatThrownBy(() -> target(StoreKind.TRUSS, "ci").check("oldprefx"))
        .isInstanceOf(RotationIOException.class)
        .hasMessageContaining("line 1 stands before the first [section] header");
  }

  @Test
  void aKeyringThatCannotBeReadHidesNoKey() throws Exception {
    FakeKeyring keyring = keyringWithBoth();
    Target target = target(StoreKind.BASETEN, "ci");
    keyring.lock();

    String problem =
        "profile:ci has its key in the system keyring, which could not be read: the keyring is"
            + " locked";
    assertThatThrownBy(target::currentPrefix)
        .isInstanceOf(RotationIOException.class)
        .hasMessage(problem);
    assertThatThrownBy(() -> target.check("oldprefx")).hasMessage(problem);
    assertThat(logins().get().keys()).doesNotContainKey("profile:ci");
    assertThat(logins().get().unsearched())
        .containsExactly(
            Map.entry("profile:ci", "the keyring is locked"),
            Map.entry("label:bot@https://app.baseten.co", "the keyring is locked"));
  }

  @Test
  void aLabelThatAKilledRunLeftGetsTheKeyToo() throws Exception {
    FakeKeyring keyring = keyringWithBoth();
    keyring.entries().put(BasetenKeyring.entry("ci"), NEW);

    target(StoreKind.BASETEN, "ci").write(key, "oldprefx");

    assertThat(keyring.entries().values()).containsExactly(NEW, NEW);
  }

  @Test
  void aLabelIsWrittenBeforeItsProfile() throws Exception {
    FakeKeyring keyring = keyringWithBoth();

    target(StoreKind.BASETEN, "ci").write(key, "oldprefx");

    assertThat(keyring.calls())
        .filteredOn(call -> call.startsWith("write"))
        .containsExactly("write baseten:https://app.baseten.co bot", "write baseten-profile ci");
  }

  @Test
  void theKeyringIsAskedOnlyForTheLoginAndItsLabels() throws Exception {
    FakeKeyring keyring = keyringWithBoth();
    String also = ",\n    \"more\": {\"remote_url\": \"x\", \"auth_type\": \"api_key\"}\n  }\n}\n";
    Files.writeString(authJson, Files.readString(authJson).replaceFirst("\n  }\n}\n$", also));

    target(StoreKind.BASETEN, "ci").write(key, "oldprefx");

    assertThat(keyring.calls()).doesNotContain("read baseten-profile more");
    assertThat(keyring.entries().values()).containsExactly(NEW, NEW);
  }

  @Test
  void theKeyOfARemoteIsReplacedInTheKeyringWhereItIsRead() throws Exception {
    FakeKeyring keyring = keyringWithRemote();
    Target target = target(StoreKind.TRUSS, "ci");

    target.check("oldprefx");
    target.write(key, "oldprefx");

    assertThat(keyring.entries())
        .containsExactly(
            Map.entry(
                TrussKeyring.entry("ci"),
                "{\"auth_type\": \"api_key\", \"api_key\": \"" + NEW + "\"}"));
    assertThat(trussrc).content().isEqualTo(IN_KEYRING);
    assertThat(target.currentPrefix()).contains("newprefx");
  }

  @Test
  void theKeyOfARemoteThatTheKeyringTakesNoMoreIsInNoFile() throws Exception {
    FakeKeyring keyring = keyringWithRemote();
    keyring.failAtWrite();

    assertThatThrownBy(() -> target(StoreKind.TRUSS, "ci").write(key, "oldprefx"))
        .isInstanceOf(RotationIOException.class)
        .hasMessage(
            "the key of 'ci' is in the system keyring, and cannot be replaced there: the keyring"
                + " did not answer in time");
    assertThat(trussrc).content().isEqualTo(IN_KEYRING);
  }

  private FakeKeyring keyringWithRemote() throws IOException {
    FakeKeyring keyring =
        new FakeKeyring()
            .with(
                TrussKeyring.entry("ci"),
                "{\"auth_type\": \"api_key\", \"api_key\": \"" + OLD + "\"}");
    Files.writeString(trussrc, IN_KEYRING);
    install(keyring);
    return keyring;
  }

  private FakeKeyring keyringWithBoth() throws IOException {
    FakeKeyring keyring =
        new FakeKeyring()
            .with(BasetenKeyring.entry("ci"), OLD)
            .with(BasetenKeyring.olderEntry("https://app.baseten.co", "bot"), OLD);
    Files.writeString(
        authJson, AUTH_JSON.formatted(OLD).replaceAll(",\\s*\"api_key\": \"" + OLD + "\"", ""));
    install(keyring);
    return keyring;
  }

  private void install(FakeKeyring keyring) {
    stores =
        new Stores(
            StorePaths.of(Map.of("HOME", home.toString()), "Linux"),
            new StoreFiles(),
            met -> {},
            () -> keyring);
  }

  private StoredLogins logins() {
    return new StoredLogins(stores, new KeyFile(home), List.of(), (store, problem) -> {});
  }

  private Target target(StoreKind store, String login) {
    return new StoreTarget(stores, store, login);
  }
}
