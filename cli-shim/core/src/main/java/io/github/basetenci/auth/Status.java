package io.github.basetenci.auth;

import io.github.basetenci.store.OAuthTokens;
import io.github.basetenci.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports which login each of the two tools would use. No request is sent to a server. */
public final class Status {
  private final Environment environment;
  private final Instant now;

  /**
   * @param environment the variables
   * @param now the current time
   */
  public Status(Environment environment, Instant now) {
    this.environment = environment;
    this.now = now;
  }

  /** The kinds of result for one tool. */
  public enum State {
    /** The tool has a login. */
    LOGGED_IN,
    /**
     * The entry exists. Its secret is not in the file. It is in the operating system's keyring, or
     * may be there if the keyring could not be read.
     */
    IN_KEYRING,
    /** The entry exists, but neither the entry nor a variable gives a credential. */
    NO_CREDENTIAL,
    /**
     * The entry has a problem that makes every call of the tool fail, whatever the credential is.
     */
    UNUSABLE,
    /**
     * There are several remotes and none is named, so truss asks the user, or fails if there is no
     * terminal.
     */
    SEVERAL_REMOTES,
    /** The tool has no login. */
    NOT_LOGGED_IN;

    /** The word in JSON results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The login that one tool would use.
   *
   * @param store the store of the tool
   * @param name the remote or profile; empty for a key from the environment, or if there is no
   *     login
   * @param source the variable or the file's path
   * @param problem a clause for the user that says why the login is unusable, or why the keyring
   *     could not be read; empty if it is usable
   */
  public record StoreView(
      StoreKind store,
      String name,
      State state,
      @Nullable String remoteUrl,
      @Nullable String authType,
      String source,
      String problem) {
    private StoreView with(State other, String why) {
      return new StoreView(store, name, other, remoteUrl, authType, source, why);
    }

    /** This login, whose access token has ended. */
    private StoreView ended(Instant end) {
      String entry = store == StoreKind.TRUSS ? "remote '" : "profile '";
      return new StoreView(
          store,
          name,
          State.UNUSABLE,
          remoteUrl,
          authType,
          source,
          ActiveLogin.ended(entry + name + "'", end));
    }

    /** Whether the tool has a login. */
    public boolean loggedIn() {
      return state == State.LOGGED_IN || state == State.IN_KEYRING;
    }
  }

  /** The logins that both tools would use; that of {@code truss} comes first. */
  public List<StoreView> views(
      @Nullable String profile, @Nullable String remote, Stores stores, Stores.Contents contents)
      throws StoreException {
    return List.of(
        truss(remote != null ? remote : profile, stores, contents),
        baseten(profile != null ? profile : remote, stores, contents));
  }

  /**
   * The login that {@code truss} would use.
   *
   * @param named the remote that is given to truss, or null
   */
  public StoreView truss(@Nullable String named, Stores stores, Stores.Contents contents)
      throws StoreException {
    StoreView view =
        new TrussView(environment, stores.path(StoreKind.TRUSS).toString())
            .of(named, contents.trussrc());
    return judged(view, stores, contents);
  }

  /**
   * The login that {@code baseten} would use.
   *
   * @param named the profile that is given to baseten, or null
   */
  public StoreView baseten(@Nullable String named, Stores stores, Stores.Contents contents)
      throws StoreException {
    StoreView view =
        new BasetenView(environment, stores.path(StoreKind.BASETEN).toString())
            .of(named, contents.authJson());
    return judged(view, stores, contents);
  }

  private StoreView judged(StoreView view, Stores stores, Stores.Contents contents)
      throws StoreException {
    if (view.state() == State.IN_KEYRING) {
      return inKeyring(view, stores, contents);
    }
    Optional<Instant> end = expires(view, stores, contents);
    return view.state() == State.LOGGED_IN && end.isPresent() && !now.isBefore(end.get())
        ? view.ended(end.get())
        : view;
  }

  private static StoreView inKeyring(StoreView view, Stores stores, Stores.Contents contents) {
    KeyringSecrets.Lookup lookup =
        view.store() == StoreKind.TRUSS
            ? stores.keyring().remote(view.name(), contents)
            : stores.keyring().profile(view.name(), contents);
    return switch (lookup.state()) {
      case ABSENT -> view.with(State.NO_CREDENTIAL, "");
      case BROKEN -> view.with(State.UNUSABLE, lookup.problem());
      case UNREADABLE -> view.with(State.IN_KEYRING, lookup.problem());
      case FOUND, NO_KEYRING, NOT_IN_KEYRING -> view;
    };
  }

  /**
   * When the access token of a login ends; empty if the login has none, or one that its tool
   * renews.
   */
  public static Optional<Instant> expires(StoreView view, Stores stores, Stores.Contents contents)
      throws StoreException {
    if (view.name().isEmpty() || !view.source().equals(stores.path(view.store()).toString())) {
      return Optional.empty();
    }
    Optional<OAuthTokens> tokens =
        view.store() == StoreKind.TRUSS
            ? contents.trussrc().oauth(view.name())
            : contents.authJson().oauth(view.name());
    return tokens.filter(token -> !token.renewable()).flatMap(OAuthTokens::expires);
  }
}
