package io.github.basetenci.auth;

/** The sources of a key, in the order in which they are read. */
public enum KeySource {
  /** The caller gave it. */
  EXPLICIT("given with the command"),
  /** A variable contains the key. */
  API_KEY_VARIABLE(Environment.API_KEY),
  /** The pair of variables that truss reads contains the key. */
  TRUSS_PAIR(Environment.TRUSS_API_KEY + " with " + Environment.TRUSS_REMOTE_URL),
  /** A variable names a file with the key. */
  API_KEY_FILE_VARIABLE(Environment.API_KEY_FILE),
  /** A variable names the profile. */
  PROFILE_VARIABLE(Environment.PROFILE),
  /** The profile is the current one of auth.json. */
  CURRENT_PROFILE("current profile of auth.json"),
  /** The remote is the only one of the trussrc. */
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
