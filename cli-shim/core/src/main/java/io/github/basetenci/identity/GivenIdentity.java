package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;

/**
 * An identity token that the caller got once, in a variable or on a stream.
 *
 * @param name the flag or variable that gave the token
 * @param text the token, with or without a line end after it
 */
public record GivenIdentity(String name, String text) implements IdentitySource {
  @Override
  public boolean isRenewable() {
    return false;
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    return TokenText.parse(name, text);
  }

  /** Only the name. */
  @Override
  public String toString() {
    return "GivenIdentity[" + name + "]";
  }
}
