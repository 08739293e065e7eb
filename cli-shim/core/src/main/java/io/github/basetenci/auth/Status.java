package io.github.basetenci.auth;

import io.github.basetenci.store.StoreException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports which login each of the two tools would use. It asks no server. */
public final class Status {
  private final Environment environment;

  /**
   * @param environment the variables
   */
  public Status(Environment environment) {
    this.environment = environment;
  }

  /** What one tool finds. */
  public enum State {
    /** The tool has a login. */
    LOGGED_IN,
    /** The entry is there and its secret is in the operating system's keyring, if anywhere. */
    IN_KEYRING,
    /** The entry is there and holds no credential, and no variable gives one. */
    NO_CREDENTIAL,
    /** Something is there that makes every call of the tool fail, whatever the credential. */
    UNUSABLE,
    /** Several remotes and none named: truss asks, or fails without a terminal. */
    SEVERAL_REMOTES,
    /** The tool has no login. */
    NOT_LOGGED_IN;

    /** The word in JSON results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One tool's view.
   *
   * @param store which tool
   * @param name the remote or profile; empty for a key from the environment or when there is none
   * @param source the variable or the file's path
   * @param problem why it is unusable, a clause for the user; else empty
   */
  public record StoreView(
      StoreKind store,
      String name,
      State state,
      @Nullable String remoteUrl,
      @Nullable String authType,
      String source,
      String problem) {
    /** Whether the tool has a login. */
    public boolean loggedIn() {
      return state == State.LOGGED_IN || state == State.IN_KEYRING;
    }
  }

  /** What both tools would use, {@code truss} first. */
  public List<StoreView> views(
      @Nullable String profile, @Nullable String remote, Stores stores, Stores.Contents contents)
      throws StoreException {
    return List.of(
        truss(remote != null ? remote : profile, stores, contents),
        baseten(profile != null ? profile : remote, stores, contents));
  }

  /**
   * What {@code truss} would use.
   *
   * @param named the remote that it is told, or null
   */
  public StoreView truss(@Nullable String named, Stores stores, Stores.Contents contents)
      throws StoreException {
    return new TrussView(environment, stores.path(StoreKind.TRUSS).toString())
        .of(named, contents.trussrc());
  }

  /**
   * What {@code baseten} would use.
   *
   * @param named the profile that it is told, or null
   */
  public StoreView baseten(@Nullable String named, Stores stores, Stores.Contents contents)
      throws StoreException {
    return new BasetenView(environment, stores.path(StoreKind.BASETEN).toString())
        .of(named, contents.authJson());
  }
}
