package io.github.basetenci.store;

import org.jspecify.annotations.Nullable;

/**
 * A stored login of the baseten command: a profile, or a labelled user of a host in the layout of
 * version 0.1. A text that is missing in the file is empty here, because Go reads it as empty.
 *
 * @param name the profile, or the label
 * @param authType {@code api_key} or {@code oauth}
 * @param apiKey the key as it is written in the file; null if the file has no key, in which case
 *     the keyring may contain the key
 * @param oauthInline whether the file contains OAuth tokens; if it does not, the keyring may
 *     contain them
 */
public record AuthProfile(
    String name, String remoteUrl, String authType, @Nullable String apiKey, boolean oauthInline) {

  /** Shows all parts except the key. */
  @Override
  public String toString() {
    return "[" + name + ", " + remoteUrl + ", " + authType + "]";
  }
}
