package io.github.basetenci.auth;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads URLs from flags, variables and files. Each error message names the source of the URL. */
final class RemoteUrls {
  private RemoteUrls() {}

  static RemoteUrl parse(String source, String text) throws AuthException {
    try {
      return RemoteUrl.parse(text, "the remote URL from " + source);
    } catch (InvalidRemoteUrlException e) {
      throw new AuthException(AuthException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The URL of a key that is in no store. It is the first given one of these: the URL that the
   * caller named, the URL of the pair, and {@code BASETEN_REMOTE_URL}. It is empty if none is
   * given.
   */
  static Optional<RemoteUrl> ofGiven(
      SourceNames names, @Nullable String named, GivenKey given, Environment environment)
      throws AuthException {
    String paired = given.pairedUrl();
    if (named == null && paired != null) {
      return Optional.of(parse(Environment.TRUSS_REMOTE_URL, paired));
    }
    return ofNamed(names, named, environment);
  }

  /** The URL that the caller named, or else that of {@code BASETEN_REMOTE_URL}, if there is one. */
  static Optional<RemoteUrl> ofNamed(
      SourceNames names, @Nullable String named, Environment environment) throws AuthException {
    if (named != null) {
      return Optional.of(parse(names.remoteUrl(), named));
    }
    Optional<String> variable = environment.get(Environment.REMOTE_URL);
    return variable.isPresent()
        ? Optional.of(parse(Environment.REMOTE_URL, variable.get()))
        : Optional.empty();
  }

  static URI override(String text) throws AuthException {
    try {
      return RemoteUrl.managementOverride(text);
    } catch (InvalidRemoteUrlException e) {
      throw new AuthException(AuthException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }
}
