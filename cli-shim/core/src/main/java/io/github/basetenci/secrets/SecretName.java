package io.github.basetenci.secrets;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.text.Neutralizer;
import java.util.regex.Pattern;

/**
 * The name of a secret. The server treats names that differ only in punctuation as one name. The
 * exact rule is not documented, so here every character other than an ASCII letter or digit counts
 * as the same character.
 */
record SecretName(String text) {
  private static final int MAX_LENGTH = 253;
  private static final Pattern FORM = Pattern.compile("[-._a-zA-Z0-9]+");

  /** A form of the name that is equal for names that the server treats as one. */
  String normalized() {
    return text.replaceAll("[^A-Za-z0-9]", "_");
  }

  boolean isSameSecretAs(SecretName other) {
    return normalized().equals(other.normalized());
  }

  boolean differsInCaseAlone(SecretName other) {
    return !isSameSecretAs(other) && normalized().equalsIgnoreCase(other.normalized());
  }

  /** Whether the name has the form that {@code truss} requires for secrets of a build. */
  boolean isWellFormed() {
    return FORM.matcher(text).matches()
        && text.length() <= MAX_LENGTH
        && !text.equals(".")
        && !text.equals("..");
  }

  /** The name as messages show it. A key that somebody wrote where a name belongs is not shown. */
  @Override
  public String toString() {
    return KeyShapes.find(text).isPresent()
        ? "a name that looks like a key"
        : "'" + Neutralizer.line(text) + "'";
  }
}
