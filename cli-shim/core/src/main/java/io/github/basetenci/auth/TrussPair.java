package io.github.basetenci.auth;

/**
 * The two variables that truss 0.18.26 and later read together, a key and its URL: which of them
 * are set.
 */
public record TrussPair(boolean hasKey, boolean hasUrl) {
  /** Looks into the environment. */
  public static TrussPair of(Environment environment) {
    return new TrussPair(
        environment.has(Environment.TRUSS_API_KEY), environment.has(Environment.TRUSS_REMOTE_URL));
  }

  /** Whether truss looks at the variables, and at no trussrc. */
  public boolean isUsed() {
    return hasKey || hasUrl;
  }

  /** Whether truss finds a login in them. */
  public boolean isWhole() {
    return hasKey && hasUrl;
  }

  /** Whether every truss command fails for them. */
  public boolean isHalf() {
    return hasKey != hasUrl;
  }

  /** The name of the variable that is set, that of the key if both are. */
  public String present() {
    return hasKey ? Environment.TRUSS_API_KEY : Environment.TRUSS_REMOTE_URL;
  }

  /** The name of the variable that half a pair lacks. */
  public String missing() {
    return hasKey ? Environment.TRUSS_REMOTE_URL : Environment.TRUSS_API_KEY;
  }

  /** What is wrong with half a pair. */
  String problem() {
    return present() + " is set but " + missing() + " is not; set both or neither";
  }
}
