package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.NotAKey;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds every key of the variables and of the stores, and every text that stands for one. */
final class KeyCollector {
  /** The form of all keys that are known so far, with some tolerance. */
  private static final Pattern SHAPE =
      Pattern.compile("\\b(?:b10_)?[A-Za-z0-9]{4,16}\\.[A-Za-z0-9]{24,128}\\b");

  private final List<HeldKey> held = new ArrayList<>();
  private final List<BadKey> bad = new ArrayList<>();
  private @Nullable String keyFileProblem;

  List<HeldKey> held() {
    return held;
  }

  List<BadKey> bad() {
    return bad;
  }

  /** Why the file that {@code BASETEN_API_KEY_FILE} names gives no key, or null. */
  @Nullable String keyFileProblem() {
    return keyFileProblem;
  }

  /**
   * Keys where no key belongs, such as in a name. Otherwise a report would show these keys as names
   * or addresses.
   */
  static List<ApiKey> misplaced(Environment environment, Stores.Contents contents) {
    List<String> texts = new ArrayList<>(environment.variables().values());
    texts.addAll(contents.trussrc().remotes());
    for (String name : contents.trussrc().remotes()) {
      try {
        TrussRemote remote = contents.trussrc().remote(name).orElseThrow();
        texts.add(String.valueOf(remote.remoteUrl()));
        texts.add(String.valueOf(remote.authType()));
      } catch (StoreException e) {
        // A remote that truss cannot load is not shown, so a key in it is not shown.
      }
    }
    for (String name : contents.authJson().profiles()) {
      AuthProfile profile = contents.authJson().profile(name).orElseThrow();
      texts.addAll(List.of(name, profile.remoteUrl(), profile.authType()));
    }
    List<ApiKey> keys = new ArrayList<>();
    for (String text : texts) {
      Matcher shape = SHAPE.matcher(text);
      while (shape.find()) {
        try {
          keys.add(ApiKey.of(shape.group()));
        } catch (InvalidKeyException e) {
          throw new IllegalStateException("the shape allows letters, digits and a dot alone", e);
        }
      }
    }
    return keys;
  }

  KeyCollector variables(Environment environment, KeyFile keyFile) {
    for (String name : List.of(Environment.API_KEY, Environment.TRUSS_API_KEY)) {
      environment.get(name).ifPresent(text -> given(name, text));
    }
    Optional<String> file = environment.get(Environment.API_KEY_FILE);
    if (file.isPresent()) {
      try {
        given(
            "the file of " + Environment.API_KEY_FILE,
            keyFile.read(Environment.API_KEY_FILE, Path.of(file.get())));
      } catch (AuthException e) {
        keyFileProblem = e.getMessage();
      }
    }
    return this;
  }

  KeyCollector stores(Stores.Contents contents, @Nullable Path trussrc, @Nullable Path authJson) {
    for (String name : contents.trussrc().remotes()) {
      try {
        String key = contents.trussrc().remote(name).orElseThrow().apiKey();
        stored("remote '" + Neutralizer.line(name) + "'", key, trussrc);
      } catch (StoreException e) {
        // No tool can use a key in a remote that truss cannot load.
      }
    }
    for (String name : contents.authJson().profiles()) {
      String key = contents.authJson().profile(name).map(AuthProfile::apiKey).orElse(null);
      stored("profile '" + Neutralizer.line(name) + "'", key, authJson);
    }
    for (AuthHost host : contents.authJson().hosts().values()) {
      for (AuthProfile user : host.users()) {
        stored("label '" + Neutralizer.line(user.name()) + "'", user.apiKey(), authJson);
      }
    }
    return this;
  }

  /**
   * Takes a text that somebody gave as a key. A {@code %} is normal in a store, but hardly in a
   * variable.
   */
  private void given(String where, String text) {
    add(where, text, null);
    if (text.indexOf('%') >= 0 && NotAKey.of(text).isEmpty()) {
      bad.add(
          new BadKey(
              where, "contains a '%', which no Baseten key does (is it URL-encoded?)", null));
    }
  }

  private void stored(String where, @Nullable String text, @Nullable Path path) {
    if (text != null && !text.isEmpty()) {
      add(where, text, path);
    }
  }

  private void add(String where, String text, @Nullable Path path) {
    Optional<NotAKey> other = NotAKey.of(text);
    if (other.isPresent()) {
      bad.add(new BadKey(where, other.get().predicate(), path));
      return;
    }
    try {
      held.add(new HeldKey(where, ApiKey.of(text)));
    } catch (InvalidKeyException e) {
      bad.add(new BadKey(where, String.valueOf(e.getMessage()), path));
    }
  }
}
