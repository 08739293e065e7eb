package io.github.basetenci.auth;

/** Where a key can come from, in the order in which the sources are asked. */
public enum KeySource {
  /** The caller gave it. */
  EXPLICIT("given with the command"),
  /** The variable with a key. */
  API_KEY_VARIABLE(Environment.API_KEY),
  /** The pair of variables that truss reads. */
  TRUSS_PAIR(Environment.TRUSS_API_KEY + " with " + Environment.TRUSS_REMOTE_URL),
  /** The file that a variable names. */
  API_KEY_FILE_VARIABLE(Environment.API_KEY_FILE),
  /** The profile that a variable names. */
  PROFILE_VARIABLE(Environment.PROFILE),
  /** The profile that auth.json has as the current one. */
  CURRENT_PROFILE("current profile of auth.json"),
  /** The trussrc has one remote. */
  ONLY_REMOTE("only remote of the trussrc");

  private final String label;

  KeySource(String label) {
    this.label = label;
  }

  /** The name under which messages and {@code --explain} show the source. */
  public String label() {
    return label;
  }
}
