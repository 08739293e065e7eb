package io.github.basetenci.rotation;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.KeyringSecrets;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of the logins of this machine: the remotes of the trussrc, both layouts of
 * auth.json, also where a key is in the keyring, and key files.
 */
public final class StoredLogins implements Supplier<LoginKeys> {
  /**
   * The beginning of the name of a login with a label in the older layout of auth.json. Such a
   * login is no target of its own.
   */
  static final String LABEL = "label:";

  private final Stores stores;
  private final KeyFile reader;
  private final List<Path> keyFiles;
  private final BiConsumer<StoreKind, StoreException> unreadable;

  /**
   * @param keyFiles full paths of files that may hold a key
   * @param unreadable gets each store that exists and cannot be read, so that its logins are
   *     unknown
   */
  public StoredLogins(
      Stores stores,
      KeyFile reader,
      List<Path> keyFiles,
      BiConsumer<StoreKind, StoreException> unreadable) {
    this.stores = stores;
    this.reader = reader;
    this.keyFiles = List.copyOf(keyFiles);
    this.unreadable = unreadable;
  }

  @Override
  public LoginKeys get() {
    Map<String, ApiKey> keys = new LinkedHashMap<>();
    Map<String, String> unsearched = new LinkedHashMap<>();
    read(StoreKind.TRUSS).ifPresent(contents -> addRemotes(keys, unsearched, contents));
    read(StoreKind.BASETEN).ifPresent(contents -> addProfiles(keys, unsearched, contents));
    for (Path file : keyFiles) {
      add(keys, "file:" + Neutralizer.line(file.toString()), text(file));
    }
    return new LoginKeys(keys, unsearched);
  }

  private void addRemotes(
      Map<String, ApiKey> keys, Map<String, String> unsearched, Stores.Contents contents) {
    for (String name : contents.trussrc().remotes()) {
      try {
        // For a remote with OAuth tokens, truss does not use the key.
        if (contents.trussrc().remote(name).orElseThrow().oauth()) {
          continue;
        }
        KeyringSecrets.Lookup lookup = stores.keyring().remote(name, contents);
        String login = "trussrc:" + Neutralizer.line(name);
        unsearched(unsearched, login, lookup);
        TrussRemote remote = lookup.contents().trussrc().remote(name).orElseThrow();
        add(keys, login, remote.oauth() ? null : remote.apiKey());
      } catch (StoreException e) {
        // Truss cannot load this remote, so nobody can log in with it.
      }
    }
  }

  private void addProfiles(
      Map<String, ApiKey> keys, Map<String, String> unsearched, Stores.Contents contents) {
    AuthJson authJson = contents.authJson();
    for (String name : authJson.profiles()) {
      if (!holdsKey(authJson.profile(name).orElseThrow())) {
        continue;
      }
      KeyringSecrets.Lookup lookup = stores.keyring().profile(name, contents);
      String login = "profile:" + Neutralizer.line(name);
      unsearched(unsearched, login, lookup);
      add(keys, login, lookup.contents().authJson().profile(name).orElseThrow().apiKey());
    }
    for (AuthHost host : authJson.hosts().values()) {
      for (AuthProfile user : host.users()) {
        KeyringSecrets.Lookup lookup = stores.keyring().hostUser(user, contents);
        String login = LABEL + Neutralizer.line(user.name() + "@" + host.remoteUrl());
        unsearched(unsearched, login, lookup);
        add(keys, login, keyOf(user, lookup.contents()));
      }
    }
  }

  /** Whether the login can hold an API key; a login by browser has tokens instead. */
  private static boolean holdsKey(AuthProfile profile) {
    return !profile.authType().equals("oauth");
  }

  /** The key of a login with a label, as the contents have it. */
  static @Nullable String keyOf(AuthProfile user, Stores.Contents contents) {
    AuthHost host = contents.authJson().hosts().get(user.remoteUrl());
    return host == null
        ? null
        : host.users().stream()
            .filter(other -> other.name().equals(user.name()))
            .findFirst()
            .map(AuthProfile::apiKey)
            .orElse(null);
  }

  private static void unsearched(
      Map<String, String> unsearched, String login, KeyringSecrets.Lookup lookup) {
    if (lookup.isUnknown()) {
      unsearched.put(login, lookup.problem());
    }
  }

  private static void add(Map<String, ApiKey> keys, String name, @Nullable String text) {
    // A text that is no key is skipped, because no tool can log in with it.
    ApiKey.stored(text).ifPresent(key -> keys.put(name, key));
  }

  private Optional<Stores.Contents> read(StoreKind kind) {
    try {
      stores.path(kind);
    } catch (StoreException e) {
      // No variable names the directory of the store, so no tool finds the store either.
      return Optional.empty();
    }
    try {
      return Optional.of(stores.read(EnumSet.of(kind)));
    } catch (StoreException e) {
      unreadable.accept(kind, e);
      return Optional.empty();
    }
  }

  private @Nullable String text(Path file) {
    try {
      return Files.exists(file) ? reader.read(file.toString(), file).strip() : null;
    } catch (AuthException e) {
      // The command that takes its key from the file reports the problem.
      return null;
    }
  }
}
