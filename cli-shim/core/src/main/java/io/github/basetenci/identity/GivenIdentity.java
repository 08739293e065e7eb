package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;

/** An identity token that was handed over once, in a variable or on a stream. */
public final class GivenIdentity implements IdentitySource {
  private final String name;
  private final String text;

  /**
   * @param name the flag or variable that it came by
   * @param text the token, with or without a line end behind it
   */
  public GivenIdentity(String name, String text) {
    this.name = name;
    this.text = text;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isRenewable() {
    return false;
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    return TokenText.parse(name, text);
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "GivenIdentity[" + name + "]";
  }
}
