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
     * The entry exists. Its secret is not in the file and may be in the operating system's keyring.
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
   * @param problem a clause for the user that says why the login is unusable; empty if it is usable
   * @param expires when the access token of the login ends; null if it has none, or one that its
   *     tool renews
   */
  public record StoreView(
      StoreKind store,
      String name,
      State state,
      @Nullable String remoteUrl,
      @Nullable String authType,
      String source,
      String problem,
      @Nullable Instant expires) {
    /** A login whose end is not known. */
    StoreView(
        StoreKind store,
        String name,
        State state,
        @Nullable String remoteUrl,
        @Nullable String authType,
        String source,
        String problem) {
      this(store, name, state, remoteUrl, authType, source, problem, null);
    }

    /** The login with the access token of an entry, if that is one that no tool renews. */
    StoreView with(Optional<OAuthTokens> tokens, Instant now) {
      Instant end =
          tokens.filter(token -> !token.renewable()).flatMap(OAuthTokens::expires).orElse(null);
      if (end == null || state != State.LOGGED_IN) {
        return this;
      }
      boolean over = !now.isBefore(end);
      return new StoreView(
          store,
          name,
          over ? State.UNUSABLE : state,
          remoteUrl,
          authType,
          source,
          over
              ? ActiveLogin.ended(
                  (store == StoreKind.TRUSS ? "remote '" : "profile '") + name + "'", end)
              : problem,
          end);
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
    return ofFile(view, StoreKind.TRUSS, stores)
        ? view.with(contents.trussrc().oauth(view.name()), now)
        : view;
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
    return ofFile(view, StoreKind.BASETEN, stores)
        ? view.with(contents.authJson().oauth(view.name()), now)
        : view;
  }

  private static boolean ofFile(StoreView view, StoreKind kind, Stores stores)
      throws StoreException {
    return !view.name().isEmpty() && view.source().equals(stores.path(kind).toString());
  }
}
