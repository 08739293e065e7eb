package io.github.basetenci.auth;

/** Where a key can come from, in the order in which the sources are asked. */
public enum KeySource {
  EXPLICIT("given with the command"),
  API_KEY_VARIABLE(Environment.API_KEY),
  TRUSS_PAIR(Environment.TRUSS_API_KEY + " with " + Environment.TRUSS_REMOTE_URL),
  API_KEY_FILE_VARIABLE(Environment.API_KEY_FILE),
  PROFILE_VARIABLE(Environment.PROFILE),
  CURRENT_PROFILE("current profile of auth.json"),
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
