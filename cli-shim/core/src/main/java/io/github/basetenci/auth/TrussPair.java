package io.github.basetenci.auth;

/**
 * Says which variables of a pair are set. The pair is a key and its URL, which truss 0.18.26 and
 * later read together.
 */
public record TrussPair(boolean hasKey, boolean hasUrl) {
  /** The pair in an environment. */
  public static TrussPair of(Environment environment) {
    return new TrussPair(
        environment.has(Environment.TRUSS_API_KEY), environment.has(Environment.TRUSS_REMOTE_URL));
  }

  /** Whether truss reads the variables and not the trussrc. */
  public boolean isUsed() {
    return hasKey || hasUrl;
  }

  /** Whether truss finds a login in the variables. */
  public boolean isWhole() {
    return hasKey && hasUrl;
  }

  /** Whether only one variable is set, so that every truss command fails. */
  public boolean isHalf() {
    return hasKey != hasUrl;
  }

  /**
   * The name of the variable that is set. If both are set, the name of the variable with the key.
   */
  public String present() {
    return hasKey ? Environment.TRUSS_API_KEY : Environment.TRUSS_REMOTE_URL;
  }

  /** The name of the missing variable of an incomplete pair. */
  public String missing() {
    return hasKey ? Environment.TRUSS_REMOTE_URL : Environment.TRUSS_API_KEY;
  }

  /** The problem of an incomplete pair. */
  String problem() {
    return present() + " is set but " + missing() + " is not; set both or neither";
  }
}
