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
 * auth.json, and key files.
 */
public final class StoredLogins implements Supplier<Map<String, ApiKey>> {
  /** A labelled login of the older layout of auth.json, which is no target of its own. */
  static final String LABEL = "label:";

  private final Stores stores;
  private final KeyFile reader;
  private final List<Path> keyFiles;
  private final BiConsumer<StoreKind, StoreException> unreadable;

  /**
   * @param keyFiles full paths of files that may hold a key
   * @param unreadable told of a store that is there and cannot be read; what is in it is unknown
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
        // With OAuth tokens truss does not use the key.
        add(keys, "trussrc:" + Neutralizer.line(name), remote.oauth() ? null : remote.apiKey());
      } catch (StoreException e) {
        // What truss cannot load is nobody's login.
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
    // No tool could log in with a text that is no key.
    ApiKey.stored(text).ifPresent(key -> keys.put(name, key));
  }

  private Optional<Stores.Contents> read(StoreKind kind) {
    try {
      stores.path(kind);
    } catch (StoreException e) {
      // No variable tells where it would be, so no tool finds it either.
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
      // Whoever takes the key from there is told what is wrong.
      return null;
    }
  }
}
