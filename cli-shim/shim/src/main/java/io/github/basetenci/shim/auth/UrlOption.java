package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.LoginOfUrl;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that chooses a stored login by its URL, as version 0.1 of baseten has it. */
public final class UrlOption {
  @Option(
      names = "--remote-url",
      converter = EmptyIsUnset.class,
      paramLabel = "URL",
      description = "Take the login of this URL.")
  @Nullable String url;

  boolean isGiven() {
    return url != null;
  }

  /**
   * The login of the URL.
   *
   * @param profile the profile that another flag names, or null
   * @param remote the remote that another flag names, or null
   * @return null if the flag is not given
   */
  @Nullable LoginOfUrl find(
      Session session, @Nullable String profile, @Nullable String remote, Stores.Contents stores)
      throws AuthException, StoreException {
    return url == null
        ? null
        : LoginOfUrl.find(session.words().sources(), url, profile, remote, stores);
  }
}
