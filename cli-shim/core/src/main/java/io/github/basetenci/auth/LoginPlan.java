package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.KeySecret;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.OAuthSecret;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussKeyring;
import io.github.basetenci.store.TrussRc;
import java.util.LinkedHashMap;
import java.util.Map;
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
    if (label != null
        && (credential instanceof LoginCredential.Token
            || credential instanceof LoginCredential.Session)) {
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
    return applyTo(trussrc, false);
  }

  /**
   * The trussrc with this login.
   *
   * @param inKeyring whether the keyring has the secret, so that the file does not get it
   */
  TrussRc applyTo(TrussRc trussrc, boolean inKeyring) throws StoreException {
    if (credential instanceof LoginCredential.Token token) {
      return trussrc.withToken(remote, url.toString(), token.token(), token.expires(), team);
    }
    if (credential instanceof LoginCredential.Session session) {
      return inKeyring
          ? trussrc.withKeyringTokens(remote, url.toString(), team)
          : trussrc.withSession(remote, url.toString(), session.tokens(), team);
    }
    return trussrc.withLogin(remote, url.toString(), key(), team);
  }

  /** The auth.json with this login. */
  public AuthJson applyTo(AuthJson authJson) throws StoreException {
    return applyTo(authJson, false);
  }

  /**
   * The texts that the tool of the store keeps in the keyring for this login, by their entries.
   * Truss keeps no key there, and a token that no tool renews stays in the file.
   */
  Map<KeyringEntry, String> keyringTexts(StoreKind store) {
    Map<KeyringEntry, String> texts = new LinkedHashMap<>();
    if (credential instanceof LoginCredential.Session session) {
      OAuthSecret secret = new OAuthSecret(session.tokens());
      switch (store) {
        case TRUSS -> texts.put(TrussKeyring.entry(remote), TrussKeyring.text(secret));
        case BASETEN -> texts.put(BasetenKeyring.entry(profile), BasetenKeyring.text(secret));
      }
    } else if (credential instanceof LoginCredential.Key key && store == StoreKind.BASETEN) {
      String text = BasetenKeyring.text(new KeySecret(key.key()));
      texts.put(BasetenKeyring.entry(profile), text);
      if (label != null) {
        texts.put(BasetenKeyring.olderEntry(url.toString(), label), text);
      }
    }
    return texts;
  }

  /**
   * The auth.json with this login.
   *
   * @param inKeyring whether the keyring has the secret, so that the file does not get it
   */
  AuthJson applyTo(AuthJson authJson, boolean inKeyring) throws StoreException {
    if (credential instanceof LoginCredential.Token token) {
      return authJson.withToken(
          profile, url.toString(), token.token(), token.expires(), makeCurrent);
    }
    if (credential instanceof LoginCredential.Session session) {
      return inKeyring
          ? authJson.withKeyringLogin(profile, url.toString(), "oauth", makeCurrent)
          : authJson.withSession(profile, url.toString(), session.tokens(), makeCurrent);
    }
    if (inKeyring) {
      AuthJson bare = authJson.withKeyringLogin(profile, url.toString(), "api_key", makeCurrent);
      return label == null ? bare : bare.withKeyringHostUser(url.toString(), label);
    }
    AuthJson changed = authJson.withApiKey(profile, url.toString(), key(), makeCurrent);
    return label == null ? changed : changed.withHostUser(url.toString(), label, key());
  }
}
