package io.github.basetenci.rotation;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRc;
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
public final class StoredLogins implements Supplier<Map<String, ApiKey>> {
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
  public Map<String, ApiKey> get() {
    Map<String, ApiKey> keys = new LinkedHashMap<>();
    read(StoreKind.TRUSS).ifPresent(contents -> addRemotes(keys, contents.trussrc()));
    read(StoreKind.BASETEN).ifPresent(contents -> addProfiles(keys, contents.authJson()));
    for (Path file : keyFiles) {
      add(keys, "file:" + Neutralizer.line(file.toString()), text(file));
    }
    return keys;
  }

  private static void addRemotes(Map<String, ApiKey> keys, TrussRc trussrc) {
    for (String name : trussrc.remotes()) {
      try {
        TrussRemote remote = trussrc.remote(name).orElseThrow();
        // For a remote with OAuth tokens, truss does not use the key.
        add(keys, "trussrc:" + Neutralizer.line(name), remote.oauth() ? null : remote.apiKey());
      } catch (StoreException e) {
        // Truss cannot load this remote, so nobody can log in with it.
      }
    }
  }

  private static void addProfiles(Map<String, ApiKey> keys, AuthJson authJson) {
    for (String name : authJson.profiles()) {
      AuthProfile profile = authJson.profile(name).orElseThrow();
      add(keys, "profile:" + Neutralizer.line(name), profile.apiKey());
    }
    for (AuthHost host : authJson.hosts().values()) {
      for (AuthProfile user : host.users()) {
        add(keys, LABEL + Neutralizer.line(user.name() + "@" + host.remoteUrl()), user.apiKey());
      }
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
      return Optional.of(stores.keyring().withAll(stores.read(EnumSet.of(kind))));
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
