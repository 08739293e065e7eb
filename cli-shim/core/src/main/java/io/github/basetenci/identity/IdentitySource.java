package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;

/** Where the identity token of a job comes from. */
public interface IdentitySource {
  /** The name of the source in messages: a flag, a variable, or the name of a CI system. */
  String name();

  /** Whether a later call of {@link #token} may return another token, which expires later. */
  default boolean isRenewable() {
    return true;
  }

  /**
   * The newest token that this source can give.
   *
   * @param audience the wanted audience of the token; a source that cannot choose the audience
   *     ignores it
   * @throws IdentityException if there is no token
   */
  IdentityToken token(String audience, Deadline deadline) throws IdentityException;
}
