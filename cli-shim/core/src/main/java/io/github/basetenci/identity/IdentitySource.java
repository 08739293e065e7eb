package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;

/** Where the identity token of a job comes from. */
public interface IdentitySource {
  /** What messages call it: a flag, a variable, the name of a CI system. */
  String name();

  /** Whether a later {@link #token} may give another token, which lives longer. */
  default boolean isRenewable() {
    return true;
  }

  /**
   * A token, as fresh as this source has one.
   *
   * @param audience whom the token is to be for; a source that cannot choose gives what it has
   * @throws IdentityException if there is none
   */
  IdentityToken token(String audience, Deadline deadline) throws IdentityException;
}
