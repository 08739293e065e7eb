package io.github.basetenci.sandbox;

/** The schemes of the Authorization header. */
public enum Scheme {
  BEARER("Bearer"),
  API_KEY("Api-Key"),
  BASIC("Basic"),
  /** Any other scheme, or a secret without a scheme. */
  OTHER("other"),
  /** The request has no such header. */
  NONE("");

  private final String word;

  Scheme(String word) {
    this.word = word;
  }

  /** The scheme of a header with this value. */
  static Scheme of(String header) {
    for (Scheme scheme : new Scheme[] {BEARER, API_KEY, BASIC}) {
      if (header.equalsIgnoreCase(scheme.word)
          || header.regionMatches(true, 0, scheme.word + " ", 0, scheme.word.length() + 1)) {
        return scheme;
      }
    }
    return header.isBlank() ? NONE : OTHER;
  }

  /** The word in the header; {@code other} for {@link #OTHER}, and empty for {@link #NONE}. */
  public String word() {
    return word;
  }
}
