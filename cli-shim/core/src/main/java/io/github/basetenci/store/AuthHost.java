package io.github.basetenci.store;

import java.util.List;

/**
 * A host in an {@code auth.json} of baseten 0.1.
 *
 * @param activeUser the label of the active login, or the empty text
 * @param users the labelled logins, in file order
 */
public record AuthHost(String remoteUrl, String activeUser, List<AuthProfile> users) {
  public AuthHost {
    users = List.copyOf(users);
  }
}
