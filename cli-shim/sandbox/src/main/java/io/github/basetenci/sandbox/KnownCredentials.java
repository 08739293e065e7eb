package io.github.basetenci.sandbox;

import java.util.List;

/** The credentials that a server gave or was given, for its log. */
interface KnownCredentials {
  /** All that must not be shown. */
  List<String> all();

  /** The name of the service account whose access token this is, empty for anything else. */
  default String serviceAccountOf(String credential) {
    return "";
  }
}
