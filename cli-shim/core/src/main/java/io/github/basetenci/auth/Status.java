package io.github.basetenci.auth;

import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports, without asking any server, what each of the two tools would use. */
public final class Status {
  private final Environment environment;

  public Status(Environment environment) {
    this.environment = environment;
  }

  /** What one tool finds. */
  public enum State {
    LOGGED_IN,
    /** The entry is there and its secret is in the operating system's keyring, if anywhere. */
    IN_KEYRING,
    /** The entry is there and holds no usable credential. */
    NO_CREDENTIAL,
    /** Several remotes and none named: truss asks, or fails without a terminal. */
    SEVERAL_REMOTES,
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
   */
  public record StoreView(
      StoreKind store,
      String name,
      State state,
      @Nullable String remoteUrl,
      @Nullable String authType,
      String source) {
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
    Optional<String> pairUrl = environment.get(Environment.TRUSS_REMOTE_URL);
    if (named == null && pairUrl.isPresent() && environment.has(Environment.TRUSS_API_KEY)) {
      return new StoreView(
          StoreKind.TRUSS,
          "",
          State.LOGGED_IN,
          pairUrl.get(),
          "api_key",
          Environment.TRUSS_API_KEY);
    }
    String path = stores.path(StoreKind.TRUSS).toString();
    List<String> remotes = contents.trussrc().remotes();
    if (named == null && remotes.size() > 1) {
      return new StoreView(StoreKind.TRUSS, "", State.SEVERAL_REMOTES, null, null, path);
    }
    String name = named != null ? named : remotes.isEmpty() ? "" : remotes.get(0);
    Optional<TrussRemote> found =
        name.isEmpty() ? Optional.empty() : contents.trussrc().remote(name);
    if (found.isEmpty()) {
      return new StoreView(StoreKind.TRUSS, name, State.NOT_LOGGED_IN, null, null, path);
    }
    TrussRemote entry = found.get();
    return new StoreView(
        StoreKind.TRUSS, name, state(entry), entry.remoteUrl(), authType(entry), path);
  }

  private State state(TrussRemote entry) {
    String key = entry.apiKey();
    if (entry.oauth()) {
      return entry.inlineSecret() ? State.LOGGED_IN : State.IN_KEYRING;
    }
    if (key != null && !key.isEmpty()) {
      return State.LOGGED_IN;
    }
    if (entry.authType() != null && key == null) {
      return State.IN_KEYRING;
    }
    // The one case in which truss falls back to the variable: a section without its own key.
    return environment.has(Environment.API_KEY) ? State.LOGGED_IN : State.NO_CREDENTIAL;
  }

  /** As {@code truss auth status} words it. */
  private static String authType(TrussRemote entry) {
    String stored = entry.authType();
    return stored != null && !stored.isEmpty() ? stored : "api_key (plaintext)";
  }

  /**
   * What {@code baseten} would use.
   *
   * @param named the profile that it is told, or null
   */
  public StoreView baseten(@Nullable String named, Stores stores, Stores.Contents contents)
      throws StoreException {
    if (named == null && environment.has(Environment.API_KEY)) {
      return new StoreView(
          StoreKind.BASETEN,
          "",
          State.LOGGED_IN,
          environment.get(Environment.REMOTE_URL).orElse("https://app.baseten.co"),
          "api_key",
          Environment.API_KEY);
    }
    String path = stores.path(StoreKind.BASETEN).toString();
    String name =
        named != null
            ? named
            : environment
                .get(Environment.PROFILE)
                .or(() -> contents.authJson().current())
                .orElse("");
    Optional<AuthProfile> found =
        name.isEmpty() ? Optional.empty() : contents.authJson().profile(name);
    if (found.isEmpty()) {
      return new StoreView(StoreKind.BASETEN, name, State.NOT_LOGGED_IN, null, null, path);
    }
    AuthProfile entry = found.get();
    boolean inline = entry.apiKey() != null || entry.oauthInline();
    return new StoreView(
        StoreKind.BASETEN,
        name,
        inline ? State.LOGGED_IN : State.IN_KEYRING,
        entry.remoteUrl(),
        entry.authType(),
        path);
  }
}
