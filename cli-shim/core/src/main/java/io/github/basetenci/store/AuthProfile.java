package io.github.basetenci.store;

import org.jspecify.annotations.Nullable;

/**
 * A stored login of the baseten command: a profile, or a labelled user of a host in the layout of
 * version 0.1. Texts that the file lacks are empty, as Go reads them.
 *
 * @param name the profile, or the label
 * @param authType {@code api_key} or {@code oauth}
 * @param apiKey the key as it stands; null when there is none, and the keyring may hold it
 * @param oauthInline whether OAuth tokens stand in the file; otherwise the keyring may hold them
 */
public record AuthProfile(
    String name, String remoteUrl, String authType, @Nullable String apiKey, boolean oauthInline) {

  /** Everything but the key. */
  @Override
  public String toString() {
    return "[" + name + ", " + remoteUrl + ", " + authType + "]";
  }
}
