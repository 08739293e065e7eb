package io.github.basetenci.auth;

/**
 * A key that the caller handed over, with the name of the flag or input it came by.
 *
 * @param name what the user typed, for example {@code --api-key-stdin}
 * @param text what arrived, not yet checked
 */
public record ExplicitKey(String name, String text) {
  @Override
  public String toString() {
    return "ExplicitKey[" + name + "]";
  }
}
