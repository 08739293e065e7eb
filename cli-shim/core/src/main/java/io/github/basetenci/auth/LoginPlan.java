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
 * @param url the URL to which the key belongs
 * @param key the key
 * @param team the default team of the remote, or null to keep the stored team
 * @param makeCurrent whether the profile becomes the current one
 */
public record LoginPlan(
    String remote,
    String profile,
    @Nullable String label,
    RemoteUrl url,
    ApiKey key,
    @Nullable String team,
    boolean makeCurrent) {

  /** A copy of this login with another key. */
  public LoginPlan withKey(ApiKey other) {
    return new LoginPlan(remote, profile, label, url, other, team, makeCurrent);
  }

  /** The trussrc with this login. */
  public TrussRc applyTo(TrussRc trussrc) throws StoreException {
    return trussrc.withLogin(remote, url.toString(), key, team);
  }

  /** The auth.json with this login. */
  public AuthJson applyTo(AuthJson authJson) throws StoreException {
    AuthJson changed = authJson.withApiKey(profile, url.toString(), key, makeCurrent);
    return label == null ? changed : changed.withHostUser(url.toString(), label, key);
  }
}
