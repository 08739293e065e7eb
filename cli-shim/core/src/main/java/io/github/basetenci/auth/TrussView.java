package io.github.basetenci.auth;

import io.github.basetenci.auth.Status.State;
import io.github.basetenci.auth.Status.StoreView;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRc;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login that {@code truss} would use for its next call. The tool's own {@code truss auth
 * status} checks less: it can call a remote logged in although the next call refuses this remote.
 * The order of the sources is that of truss's {@code remote_factory.py} and {@code
 * baseten/remote.py}.
 */
final class TrussView {
  private final Environment environment;
  private final String path;

  /**
   * @param path the path of the trussrc, which is shown as the source of a login from this file
   */
  TrussView(Environment environment, String path) {
    this.environment = environment;
    this.path = path;
  }

  /**
   * @param named the remote to use, or null for the remote that truss would choose
   */
  StoreView of(@Nullable String named, TrussRc trussrc) throws StoreException {
    TrussPair pair = TrussPair.of(environment);
    if (pair.isUsed()) {
      return fromPair(named, pair);
    }
    List<String> remotes = trussrc.remotes();
    if (named == null && remotes.size() > 1) {
      return new StoreView(StoreKind.TRUSS, "", State.SEVERAL_REMOTES, null, null, path, "");
    }
    String name = named != null ? named : remotes.isEmpty() ? "" : remotes.get(0);
    Optional<TrussRemote> found = name.isEmpty() ? Optional.empty() : trussrc.remote(name);
    if (found.isEmpty()) {
      return new StoreView(StoreKind.TRUSS, name, State.NOT_LOGGED_IN, null, null, path, "");
    }
    TrussRemote entry = found.get();
    String problem = problem(entry);
    return new StoreView(
        StoreKind.TRUSS,
        name,
        problem.isEmpty() ? state(entry) : State.UNUSABLE,
        entry.remoteUrl(),
        authType(entry),
        path,
        problem);
  }

  private StoreView fromPair(@Nullable String named, TrussPair pair) {
    String problem = "";
    if (pair.isHalf()) {
      problem = pair.problem();
    } else if (named != null) {
      problem =
          "truss takes no remote by name while "
              + Environment.TRUSS_API_KEY
              + " and "
              + Environment.TRUSS_REMOTE_URL
              + " are set; unset both";
    }
    return new StoreView(
        StoreKind.TRUSS,
        named == null ? "" : named,
        problem.isEmpty() ? State.LOGGED_IN : State.UNUSABLE,
        environment.get(Environment.TRUSS_REMOTE_URL).orElse(null),
        "api_key",
        pair.present(),
        problem);
  }

  /** Why truss refuses the remote, or the empty string. */
  private static String problem(TrussRemote entry) {
    String where = "remote '" + Neutralizer.line(entry.name()) + "' ";
    if (!"baseten".equals(entry.remoteProvider())) {
      return where + "has no line remote_provider = baseten; log in again";
    }
    String url = entry.remoteUrl();
    if (url == null || url.isEmpty()) {
      return where + "has no remote_url; log in again";
    }
    if (!entry.hasAccessToken() || entry.inKeyring()) {
      return "";
    }
    if (hasKey(entry)) {
      return where + "has both an API key and an OAuth token; log in again";
    }
    return entry.hasAllTokens() ? "" : where + "has only a part of an OAuth login; log in again";
  }

  private State state(TrussRemote entry) {
    if (entry.inKeyring()) {
      return State.IN_KEYRING;
    }
    // truss uses BASETEN_API_KEY only for a remote that has no secret in the file.
    return entry.hasAccessToken() || hasKey(entry) || environment.has(Environment.API_KEY)
        ? State.LOGGED_IN
        : State.NO_CREDENTIAL;
  }

  private static boolean hasKey(TrussRemote entry) {
    String key = entry.apiKey();
    return key != null && !key.isEmpty();
  }

  /**
   * The kind of login in the words of {@code truss auth status}; null if that command finds none.
   */
  private static @Nullable String authType(TrussRemote entry) {
    String stored = entry.authType();
    if (stored != null && !stored.isEmpty()) {
      return stored;
    }
    if (entry.apiKey() != null) {
      return "api_key (plaintext)";
    }
    return entry.hasAccessToken() ? "oauth" : null;
  }
}
