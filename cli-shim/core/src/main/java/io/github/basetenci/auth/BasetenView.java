package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.Status.State;
import io.github.basetenci.auth.Status.StoreView;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login that the {@code baseten} command would use for its next call. The command's own {@code
 * baseten auth status} checks less: it shows a profile even if the profile has no credential for
 * the call. The order of the sources is that of baseten-cli's {@code internal/auth/transport.go}.
 */
final class BasetenView {
  private final Environment environment;
  private final String path;

  /**
   * @param path the path of auth.json, which is shown as the source of a login from this file
   */
  BasetenView(Environment environment, String path) {
    this.environment = environment;
    this.path = path;
  }

  /**
   * @param named the profile to use, or null for the profile that baseten would choose
   */
  StoreView of(@Nullable String named, AuthJson authJson) {
    if (named == null && environment.has(Environment.API_KEY)) {
      String url = environment.get(Environment.REMOTE_URL).orElse(RemoteUrl.DEFAULT.toString());
      return view("", State.LOGGED_IN, url, "api_key", Environment.API_KEY, urlProblem(url, ""));
    }
    String name =
        named != null
            ? named
            : environment.get(Environment.PROFILE).or(authJson::current).orElse("");
    Optional<AuthProfile> found = name.isEmpty() ? Optional.empty() : authJson.profile(name);
    if (found.isEmpty()) {
      return view(name, State.NOT_LOGGED_IN, null, null, path, "");
    }
    AuthProfile entry = found.get();
    return view(name, state(entry), entry.remoteUrl(), entry.authType(), path, problem(entry));
  }

  private static StoreView view(
      String name,
      State state,
      @Nullable String url,
      @Nullable String authType,
      String source,
      String problem) {
    return new StoreView(
        StoreKind.BASETEN,
        name,
        problem.isEmpty() ? state : State.UNUSABLE,
        url,
        authType,
        source,
        problem);
  }

  private static State state(AuthProfile entry) {
    String key = entry.apiKey();
    boolean inline =
        entry.authType().equals("oauth") ? entry.oauthInline() : key != null && !key.isEmpty();
    return inline ? State.LOGGED_IN : State.IN_KEYRING;
  }

  /** Why baseten refuses the profile, or the empty string. */
  private static String problem(AuthProfile entry) {
    String where = "profile '" + Neutralizer.line(entry.name()) + "' ";
    if (!entry.authType().equals("api_key") && !entry.authType().equals("oauth")) {
      return where + "has the auth_type '" + Neutralizer.line(entry.authType()) + "'; log in again";
    }
    return urlProblem(entry.remoteUrl(), where);
  }

  /** An empty URL counts as missing, because baseten then uses its default. */
  private static String urlProblem(String url, String where) {
    if (url.isEmpty() || isAddress(url)) {
      return "";
    }
    String quoted = Neutralizer.quoted(url);
    return where.isEmpty()
        ? Environment.REMOTE_URL + " is no https://host[:port]: " + quoted
        : where + "has a remote_url that is no https://host[:port]: " + quoted;
  }

  /**
   * Whether baseten accepts the address. It accepts more than {@link RemoteUrl}, because it also
   * sends keys in plain http to other machines.
   */
  private static boolean isAddress(String text) {
    try {
      URI url = new URI(text);
      String path = url.getRawPath();
      return url.getScheme() != null
          && url.getRawAuthority() != null
          && (path == null || path.isEmpty() || path.equals("/"))
          && url.getRawQuery() == null
          && url.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
