package io.github.basetenci.targets.github;

import java.util.Locale;

/** The three stores of secrets that GitHub keeps apart from each other. */
public enum SecretStore {
  ACTIONS("github"),
  DEPENDABOT("github-dependabot"),
  CODESPACES("github-codespaces");

  private final String scheme;

  SecretStore(String scheme) {
    this.scheme = scheme;
  }

  /** The word before the colon of a target in this store. */
  public String scheme() {
    return scheme;
  }

  /** As the paths of the API have it. */
  String segment() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The permission for the secrets of a repository, as fine-grained tokens and Apps name it. */
  String permission() {
    return this == ACTIONS ? "secrets" : segment() + "_secrets";
  }
}
