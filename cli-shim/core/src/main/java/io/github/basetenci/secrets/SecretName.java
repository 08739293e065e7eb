package io.github.basetenci.secrets;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.text.Neutralizer;
import java.util.regex.Pattern;

/**
 * The name of a secret. The server takes names that differ only in punctuation for one; how far
 * that goes is not documented, so every character other than an ASCII letter or digit counts as the
 * same here.
 */
record SecretName(String text) {
  private static final int MAX_LENGTH = 253;
  private static final Pattern FORM = Pattern.compile("[-._a-zA-Z0-9]+");

  /** What is equal for names that the server takes for one. */
  String normalized() {
    return text.replaceAll("[^A-Za-z0-9]", "_");
  }

  boolean isSameSecretAs(SecretName other) {
    return normalized().equals(other.normalized());
  }

  boolean differsInCaseAlone(SecretName other) {
    return !isSameSecretAs(other) && normalized().equalsIgnoreCase(other.normalized());
  }

  /** The form that {@code truss} demands of secrets that a build uses. */
  boolean isWellFormed() {
    return FORM.matcher(text).matches()
        && text.length() <= MAX_LENGTH
        && !text.equals(".")
        && !text.equals("..");
  }

  /** As messages show it: a key that somebody wrote where a name belongs is not shown. */
  @Override
  public String toString() {
    return KeyShapes.find(text).isPresent()
        ? "a name that looks like a key"
        : "'" + Neutralizer.line(text) + "'";
  }
}
