package io.github.basetenci.sandbox;

import java.util.List;

/** The credentials that a server has issued or received. Its log must not show them. */
interface KnownCredentials {
  /** All credentials that the log must not show. */
  List<String> all();

  /**
   * The name of the service account that the access token acts as, empty for any other credential.
   */
  default String serviceAccountOf(String credential) {
    return "";
  }
}
