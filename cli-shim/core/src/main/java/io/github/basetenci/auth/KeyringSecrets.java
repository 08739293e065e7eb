package io.github.basetenci.auth;

import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.KeySecret;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.LoginSecret;
import io.github.basetenci.store.OAuthSecret;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets that the tools keep in the keyring and not in their files. A secret that is
 * found is added to the contents of its file, in the place where the tool writes it on a machine
 * without a keyring. Such contents are only read, and never written. The keyring is opened only for
 * a login whose secret is not in the file.
 */
public final class KeyringSecrets {
  private final Supplier<Keyring> keyring;
  private final Consumer<String> met;
  private final Consumer<String> warned;

  /**
   * @param keyring the keyring, which is asked for when the first entry is needed
   * @param met called with each secret that is found, so that the caller can hide it
   * @param warned called with sentences about problems that the user should solve, where no result
   *     could hold them
   */
  KeyringSecrets(Supplier<Keyring> keyring, Consumer<String> met, Consumer<String> warned) {
    this.keyring = keyring;
    this.met = met;
    this.warned = warned;
  }

  /** What became of the secret of one login. */
  public enum State {
    /** The secret is in the file, or nowhere: the tool does not look into the keyring. */
    NOT_IN_KEYRING,
    /** The secret was found. */
    FOUND,
    /** The keyring has no entry for the login. */
    ABSENT,
    /** The keyring's entry is not one that the tool can use. */
    BROKEN,
    /** There is no keyring here, or it may not be used. */
    NO_KEYRING,
    /** The keyring is locked, or it failed. */
    UNREADABLE
  }

  /**
   * The result for one login.
   *
   * @param contents the contents of both files, with the secret if it was found
   * @param problem a clause that says why the secret was not found; else empty
   */
  public record Lookup(Stores.Contents contents, State state, String problem) {
    /** Whether the keyring may have the secret and could not be asked for it. */
    public boolean isUnknown() {
      return state == State.NO_KEYRING || state == State.UNREADABLE;
    }
  }

  /** The keyring itself, to write to it. */
  Keyring keyring() {
    return keyring.get();
  }

  /** Whether baseten looks for the secret of the profile in the keyring. */
  public static boolean isInKeyring(AuthProfile profile) {
    String key = profile.apiKey();
    return switch (profile.authType()) {
      case "api_key" -> key == null || key.isEmpty();
      case "oauth" -> !profile.oauthInline();
      default -> false;
    };
  }

  /** The contents with the secrets of all logins that could be found. */
  public Stores.Contents withAll(Stores.Contents contents) {
    Stores.Contents found = contents;
    for (String name : contents.trussrc().remotes()) {
      found = remote(name, found).contents();
    }
    for (String name : contents.authJson().profiles()) {
      found = profile(name, found).contents();
    }
    for (AuthHost host : contents.authJson().hosts().values()) {
      for (AuthProfile user : host.users()) {
        found = hostUser(user, found).contents();
      }
    }
    return found;
  }

  /**
   * The contents with the keys of one profile and of the users of version 0.1 at its URL that could
   * be found.
   */
  Stores.Contents withCopies(String name, Stores.Contents contents) {
    AuthProfile entry = contents.authJson().profile(name).orElse(null);
    AuthHost host = entry == null ? null : contents.authJson().hosts().get(entry.remoteUrl());
    if (host == null) {
      return contents;
    }
    Stores.Contents found = profile(name, contents).contents();
    for (AuthProfile user : host.users()) {
      found = hostUser(user, found).contents();
    }
    return found;
  }

  /** Looks for the secret of a remote. */
  public Lookup remote(String name, Stores.Contents contents) {
    try {
      TrussRemote entry = contents.trussrc().remote(name).orElse(null);
      if (entry == null || !entry.inKeyring()) {
        return new Lookup(contents, State.NOT_IN_KEYRING, "");
      }
      Keyring.Reading reading = keyring.get().read(TrussKeyring.entry(name));
      if (!(reading instanceof Keyring.Value value)) {
        return missed(contents, reading);
      }
      String authType = String.valueOf(entry.authType());
      LoginSecret secret = TrussKeyring.parse(name, authType, value.text());
      String url = entry.remoteUrl() == null ? "" : entry.remoteUrl();
      if (secret instanceof KeySecret key) {
        met.accept(key.key().reveal());
        return found(
            new Stores.Contents(
                contents.trussrc().withLogin(name, url, key.key(), null), contents.authJson()));
      }
      OAuthSession session = met(((OAuthSecret) secret).session());
      return found(
          new Stores.Contents(
              contents.trussrc().withSession(name, url, session, null), contents.authJson()));
    } catch (StoreException e) {
      return new Lookup(contents, State.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  /** Looks for the secret of a profile. */
  public Lookup profile(String name, Stores.Contents contents) {
    AuthProfile entry = contents.authJson().profile(name).orElse(null);
    if (entry == null || !isInKeyring(entry)) {
      return new Lookup(contents, State.NOT_IN_KEYRING, "");
    }
    Keyring.Reading reading = keyring.get().read(BasetenKeyring.entry(name));
    if (!(reading instanceof Keyring.Value value)) {
      return missed(contents, reading);
    }
    try {
      LoginSecret secret = BasetenKeyring.parse(name, entry.authType(), value.text());
      if (secret instanceof KeySecret key) {
        met.accept(key.key().reveal());
        return found(
            new Stores.Contents(
                contents.trussrc(),
                contents.authJson().withApiKey(name, entry.remoteUrl(), key.key(), false)));
      }
      OAuthSession session = met(((OAuthSecret) secret).session());
      return found(
          new Stores.Contents(
              contents.trussrc(),
              contents.authJson().withSession(name, entry.remoteUrl(), session, false)));
    } catch (StoreException e) {
      return new Lookup(contents, State.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  /** Looks for the secret of a login with a label in the older layout of auth.json. */
  public Lookup hostUser(AuthProfile user, Stores.Contents contents) {
    if (!user.authType().equals("api_key") || !isInKeyring(user)) {
      return new Lookup(contents, State.NOT_IN_KEYRING, "");
    }
    KeyringEntry entry = BasetenKeyring.olderEntry(user.remoteUrl(), user.name());
    Keyring.Reading reading = keyring.get().read(entry);
    if (!(reading instanceof Keyring.Value value)) {
      return missed(contents, reading);
    }
    try {
      LoginSecret secret = BasetenKeyring.parse(user.name(), user.authType(), value.text());
      if (secret instanceof KeySecret key) {
        met.accept(key.key().reveal());
        return found(
            new Stores.Contents(
                contents.trussrc(),
                contents.authJson().withHostUserKey(user.remoteUrl(), user.name(), key.key())));
      }
      return new Lookup(contents, State.BROKEN, "the keyring's entry is of another kind");
    } catch (StoreException e) {
      return new Lookup(contents, State.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private OAuthSession met(OAuthSession session) {
    met.accept(session.access().reveal());
    met.accept(session.refresh().reveal());
    return session;
  }

  private static Lookup found(Stores.Contents contents) {
    return new Lookup(contents, State.FOUND, "");
  }

  private static Lookup missed(Stores.Contents contents, Keyring.Reading reading) {
    if (reading instanceof Unavailable unavailable) {
      return unavailable.kind() == Unavailable.Kind.NONE
          ? new Lookup(contents, State.NO_KEYRING, unavailable.reason())
          : new Lookup(contents, State.UNREADABLE, unavailable.reason());
    }
    return new Lookup(contents, State.ABSENT, "the keyring has no entry for it");
  }

  /**
   * Stores another key in an entry.
   *
   * @param text the key, in the form in which the tool keeps it there
   * @throws AuthException if the keyring could not be used
   */
  public void replaceKey(KeyringEntry entry, String text) throws AuthException {
    Optional<Unavailable> failure = keyring.get().write(entry, text);
    if (failure.isPresent()) {
      throw AuthException.invalid(
          "the key of '"
              + Neutralizer.line(entry.account())
              + "' is in the system keyring, and cannot be replaced there: "
              + failure.get().reason());
    }
  }

  /**
   * Stores the renewed tokens of a login where its tokens are: in the keyring, or in the file if
   * they are there or if the keyring takes them no more. Tokens that were renewed must not be lost.
   *
   * @param now what the files contain
   * @param inFile the contents with the tokens in the file
   * @return what the files are to contain
   */
  Stores.Contents renewed(
      StoreKind store,
      String name,
      OAuthSession session,
      Stores.Contents now,
      Stores.Contents inFile)
      throws StoreException {
    OAuthSecret secret = new OAuthSecret(session);
    boolean there =
        store == StoreKind.TRUSS
            ? now.trussrc().remote(name).filter(TrussRemote::inKeyring).isPresent()
            : now.authJson().profile(name).filter(KeyringSecrets::isInKeyring).isPresent();
    if (!there) {
      return inFile;
    }
    Optional<Unavailable> failure =
        store == StoreKind.TRUSS
            ? keyring.get().write(TrussKeyring.entry(name), TrussKeyring.text(secret))
            : keyring.get().write(BasetenKeyring.entry(name), BasetenKeyring.text(secret));
    if (failure.isEmpty()) {
      return now;
    }
    if (store == StoreKind.BASETEN) {
      forgetForFile(BasetenKeyring.entry(name), "profile '" + Neutralizer.line(name) + "'", true)
          .ifPresent(warned);
    }
    return inFile;
  }

  /**
   * Removes the entry of a login whose secret goes to auth.json, because baseten reads the keyring
   * first.
   *
   * @param what the login, for the warning
   * @param unsure whether a text was sent to the keyring that may arrive late, so that a keyring
   *     without the entry proves nothing
   * @return a warning, if the entry may still be there
   */
  Optional<String> forgetForFile(KeyringEntry entry, String what, boolean unsure) {
    boolean gone =
        unsure ? keyring.get().delete(entry).isEmpty() : remove(entry).unavailable() == null;
    return gone
        ? Optional.empty()
        : Optional.of(
            "baseten prefers what the system keyring may still hold for "
                + what
                + "; remove that entry, or log in with the keyring");
  }

  /** The contents with the secret of one login, if the keyring has it. */
  Stores.Contents with(StoreKind store, String name, Stores.Contents contents) {
    return (store == StoreKind.TRUSS ? remote(name, contents) : profile(name, contents)).contents();
  }

  /**
   * What was done about an entry that is to be removed.
   *
   * @param removed what the entry was, which is removed now; null if there was none, or if it could
   *     not be removed
   * @param unavailable why the keyring could not be used, or null
   */
  record Removal(Keyring.@Nullable Value removed, @Nullable Unavailable unavailable) {}

  /** Removes an entry. */
  Removal remove(KeyringEntry entry) {
    Keyring.Reading reading = keyring.get().read(entry);
    if (reading instanceof Keyring.Value value) {
      Unavailable failure = keyring.get().delete(entry).orElse(null);
      return new Removal(failure == null ? value : null, failure);
    }
    return new Removal(null, reading instanceof Unavailable unavailable ? unavailable : null);
  }
}
