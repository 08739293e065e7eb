package io.github.basetenci.rotation;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.KeyringSecrets;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.KeySecret;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A remote of the trussrc, or a profile of auth.json. Only its key is replaced, in the file or in
 * the keyring; the rest of the file does not change.
 */
public final class StoreTarget implements Target {
  private final Stores stores;
  private final StoreKind store;
  private final String login;

  /**
   * @param login the name of the remote or of the profile
   */
  public StoreTarget(Stores stores, StoreKind store, String login) {
    this.stores = stores;
    this.store = store;
    this.login = login;
  }

  @Override
  public String name() {
    return (store == StoreKind.TRUSS ? "trussrc:" : "profile:") + Neutralizer.line(login);
  }

  /**
   * A login with a label that has the old key is in auth.json too. It gets the new key in the same
   * write.
   */
  @Override
  public boolean replacesKeyOf(String other) {
    return name().equals(other)
        || (store == StoreKind.BASETEN && other.startsWith(StoredLogins.LABEL));
  }

  @Override
  public void check(String oldPrefix) throws RotationIOException {
    try {
      requireKey(stores.read(EnumSet.of(store)), oldPrefix, oldPrefix);
      Path directory = stores.path(store).toAbsolutePath().getParent();
      if (directory == null || !Files.isWritable(directory)) {
        throw new RotationIOException("the directory of " + name() + " is not writable");
      }
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void write(ApiKey key, String expectedPrefix) throws RotationIOException {
    try {
      stores.update(
          EnumSet.of(store),
          now -> {
            try {
              requireKey(now, expectedPrefix, key.prefix());
              return withKey(now, key, expectedPrefix);
            } catch (RotationIOException e) {
              String message = String.valueOf(e.getMessage());
              throw new AuthException(AuthException.Kind.INVALID, message, e);
            }
          });
    } catch (StoreException | AuthException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<String> currentPrefix() throws RotationIOException {
    try {
      KeyringSecrets.Lookup lookup = lookup(stores.read(EnumSet.of(store)));
      if (lookup.isUnknown()) {
        throw unknown(lookup);
      }
      return Optional.of(ApiKey.prefixOf(storedKey(lookup)));
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireKey(Stores.Contents now, String expectedPrefix, String newPrefix)
      throws RotationIOException, StoreException {
    KeyringSecrets.Lookup lookup = lookup(now);
    if (lookup.isUnknown()) {
      throw unknown(lookup);
    }
    String prefix = ApiKey.prefixOf(storedKey(lookup));
    if (prefix.isEmpty()) {
      throw new RotationIOException(
          name() + " holds no API key; log in there first, or leave this target out");
    }
    if (!prefix.equals(expectedPrefix) && !prefix.equals(newPrefix)) {
      throw new RotationIOException(
          name()
              + " holds another key ("
              + Neutralizer.line(prefix)
              + "****), not the key that is rotated");
    }
  }

  /** Nobody knows which key the login has, so it must count neither as old nor as new. */
  private RotationIOException unknown(KeyringSecrets.Lookup lookup) {
    return new RotationIOException(
        name()
            + " has its key in the system keyring, which could not be read: "
            + lookup.problem());
  }

  private @Nullable String storedKey(KeyringSecrets.Lookup lookup) throws StoreException {
    Stores.Contents known = lookup.contents();
    return switch (store) {
      case TRUSS ->
          known
              .trussrc()
              .remote(login)
              .filter(remote -> !remote.oauth())
              .map(TrussRemote::apiKey)
              .orElse(null);
      case BASETEN -> known.authJson().profile(login).map(AuthProfile::apiKey).orElse(null);
    };
  }

  /** The contents with the secret of this login, if the keyring has it. */
  private KeyringSecrets.Lookup lookup(Stores.Contents now) {
    KeyringSecrets keyring = stores.keyring();
    return store == StoreKind.TRUSS ? keyring.remote(login, now) : keyring.profile(login, now);
  }

  private Stores.Contents withKey(Stores.Contents now, ApiKey key, String expectedPrefix)
      throws StoreException, AuthException {
    if (store == StoreKind.TRUSS) {
      TrussRemote remote = now.trussrc().remote(login).orElseThrow();
      if (remote.inKeyring()) {
        String text = TrussKeyring.text(new KeySecret(key));
        stores.keyring().replaceKey(TrussKeyring.entry(login), text);
        return now;
      }
      String url = Objects.requireNonNullElse(remote.remoteUrl(), "");
      return new Stores.Contents(now.trussrc().withLogin(login, url, key, null), now.authJson());
    }
    String text = BasetenKeyring.text(new KeySecret(key));
    AuthProfile profile = now.authJson().profile(login).orElseThrow();
    AuthJson changed = now.authJson();
    String old = Objects.requireNonNullElse(storedKey(lookup(now)), "");
    // The layout of version 0.1 contains each login with a label a second time. A label comes
    // first: a target counts as written when its profile has the new key.
    for (AuthHost host : now.authJson().hosts().values()) {
      for (AuthProfile user : host.users()) {
        KeyringSecrets.Lookup label = stores.keyring().hostUser(user, now);
        String labelled = StoredLogins.keyOf(user, label.contents());
        // A run that was killed may have given the profile the new key already. Then only the
        // prefix of the old one is known.
        boolean same =
            ApiKey.prefixOf(old).equals(expectedPrefix)
                ? old.equals(labelled)
                : ApiKey.prefixOf(labelled).equals(expectedPrefix);
        if (!same) {
          continue;
        }
        if (label.state() == KeyringSecrets.State.FOUND) {
          stores
              .keyring()
              .replaceKey(BasetenKeyring.olderEntry(host.remoteUrl(), user.name()), text);
        } else {
          changed = changed.withHostUserKey(host.remoteUrl(), user.name(), key);
        }
      }
    }
    if (KeyringSecrets.isInKeyring(profile)) {
      stores.keyring().replaceKey(BasetenKeyring.entry(login), text);
    } else {
      changed = changed.withApiKey(login, profile.remoteUrl(), key, false);
    }
    return new Stores.Contents(now.trussrc(), changed);
  }
}
