package io.github.basetenci.auth;

/**
 * A key that the caller gave, with the name of the flag or input that gave it.
 *
 * @param name what the user typed, for example {@code --api-key-stdin}
 * @param text the given text, not yet checked
 */
public record ExplicitKey(String name, String text) {
  @Override
  public String toString() {
    return "ExplicitKey[" + name + "]";
  }
}
