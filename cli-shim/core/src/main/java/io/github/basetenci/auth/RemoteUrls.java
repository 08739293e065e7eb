package io.github.basetenci.auth;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import java.net.URI;

/** Reads URLs from flags, variables and files, and names the place in every complaint. */
final class RemoteUrls {
  private RemoteUrls() {}

  static RemoteUrl parse(String source, String text) throws AuthException {
    try {
      return RemoteUrl.parse(text);
    } catch (InvalidRemoteUrlException e) {
      throw new AuthException(
          AuthException.Kind.INVALID, e.getMessage() + " (from " + source + ")", e);
    }
  }

  static URI override(String text) throws AuthException {
    try {
      return RemoteUrl.managementOverride(text);
    } catch (InvalidRemoteUrlException e) {
      throw new AuthException(AuthException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }
}
