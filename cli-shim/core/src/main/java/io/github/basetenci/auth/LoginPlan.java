package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRc;
import org.jspecify.annotations.Nullable;

/**
 * The values that one login writes. The command, the action and the Jenkins step compute the
 * content of the files with this class, and each writes the files in its own way.
 *
 * @param remote the name of the trussrc section
 * @param profile the name of the auth.json profile
 * @param label the name of the user in the older {@code hosts} layout, or null to leave this layout
 *     unchanged
 * @param url the URL to which the credential belongs
 * @param credential the key, the access token, or the tokens of a login by browser, which only one
 *     of the two files may get; a label goes with a key alone, since version 0.1 of {@code baseten}
 *     knew no access tokens
 * @param team the default team of the remote, or null to keep the stored team
 * @param makeCurrent whether the profile becomes the current one
 */
public record LoginPlan(
    String remote,
    String profile,
    @Nullable String label,
    RemoteUrl url,
    LoginCredential credential,
    @Nullable String team,
    boolean makeCurrent) {

  public LoginPlan {
    if (label != null && !(credential instanceof LoginCredential.Key)) {
      throw new IllegalArgumentException("a label goes with a key alone");
    }
  }

  /**
   * The key.
   *
   * @throws IllegalStateException if this login has an access token
   */
  public ApiKey key() {
    if (credential instanceof LoginCredential.Key key) {
      return key.key();
    }
    throw new IllegalStateException("the login has an access token and no key");
  }

  /** A copy of this login with another credential. */
  public LoginPlan withCredential(LoginCredential other) {
    return new LoginPlan(remote, profile, label, url, other, team, makeCurrent);
  }

  /** The trussrc with this login. */
  public TrussRc applyTo(TrussRc trussrc) throws StoreException {
    if (credential instanceof LoginCredential.Token token) {
      return trussrc.withToken(remote, url.toString(), token.token(), token.expires(), team);
    }
    if (credential instanceof LoginCredential.Session session) {
      return trussrc.withSession(remote, url.toString(), session.tokens(), team);
    }
    return trussrc.withLogin(remote, url.toString(), key(), team);
  }

  /** The auth.json with this login. */
  public AuthJson applyTo(AuthJson authJson) throws StoreException {
    if (credential instanceof LoginCredential.Token token) {
      return authJson.withToken(
          profile, url.toString(), token.token(), token.expires(), makeCurrent);
    }
    if (credential instanceof LoginCredential.Session session) {
      return authJson.withSession(profile, url.toString(), session.tokens(), makeCurrent);
    }
    AuthJson changed = authJson.withApiKey(profile, url.toString(), key(), makeCurrent);
    return label == null ? changed : changed.withHostUser(url.toString(), label, key());
  }
}
