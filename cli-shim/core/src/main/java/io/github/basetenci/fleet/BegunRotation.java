package io.github.basetenci.fleet;

/**
 * A rotation that is not at its end.
 *
 * @param oldPrefix the prefix of the old key
 * @param newPrefix the prefix of the new key, empty while it is not known
 * @param state how far it has come
 */
public record BegunRotation(String oldPrefix, String newPrefix, String state) {
  boolean isOf(String prefix) {
    return prefix.equals(oldPrefix) || prefix.equals(newPrefix);
  }
}
