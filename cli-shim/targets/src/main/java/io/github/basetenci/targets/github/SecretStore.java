package io.github.basetenci.targets.github;

import java.util.Locale;

/** The three separate stores of secrets at GitHub. */
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

  /** The name of the store in paths of the API. */
  String segment() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The permission of fine-grained tokens and Apps for the secrets of a repository. */
  String permission() {
    return this == ACTIONS ? "secrets" : segment() + "_secrets";
  }
}
