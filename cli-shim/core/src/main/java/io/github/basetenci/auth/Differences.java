package io.github.basetenci.auth;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.TrussRemote;
import java.util.ArrayList;
import java.util.List;

/** How a remote and a profile of the same name differ. */
public record Differences(boolean keys, boolean urls) {

  /**
   * Compares a remote and a profile. A key or URL that is missing in one of the files is no
   * difference.
   */
  public static Differences of(TrussRemote remote, AuthProfile profile) {
    String one = remote.apiKey();
    String other = profile.apiKey();
    boolean keys = one != null && !one.isEmpty() && other != null && !one.equals(other);
    String url = remote.remoteUrl();
    return new Differences(keys, url != null && !normal(url).equals(normal(profile.remoteUrl())));
  }

  /** The differences as plural nouns; empty if there is no difference. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (keys) {
      words.add("keys");
    }
    if (urls) {
      words.add("URLs");
    }
    return words;
  }

  private static String normal(String url) {
    try {
      return RemoteUrl.parse(url).toString();
    } catch (InvalidRemoteUrlException e) {
      return url;
    }
  }
}
