package io.github.basetenci.auth;

import java.util.Map;
import java.util.Optional;

/**
 * The variables of the process, as the caller gives them. A variable that is set but empty counts
 * as unset, because both released tools read it so.
 */
public final class Environment {
  /** The variable that holds a key. */
  public static final String API_KEY = "BASETEN_API_KEY";

  /** The variable that names a file with a key. */
  public static final String API_KEY_FILE = "BASETEN_API_KEY_FILE";

  /** The variable that holds the URL of a given key. */
  public static final String REMOTE_URL = "BASETEN_REMOTE_URL";

  /** The variable that names a profile of auth.json. */
  public static final String PROFILE = "BASETEN_PROFILE";

  /** The variable that replaces the address of the management API. */
  public static final String MANAGEMENT_OVERRIDE = "BASETEN_MANAGEMENT_API_URL_OVERRIDE";

  /** The variable with the key in the pair of variables that truss reads. */
  public static final String TRUSS_API_KEY = "BASETEN_TRUSS_AUTH_API_KEY";

  /** The variable with the URL in the pair of variables that truss reads. */
  public static final String TRUSS_REMOTE_URL = "BASETEN_TRUSS_AUTH_REMOTE_URL";

  /** The variable that names a trust rule, and so asks for a login without a key. */
  public static final String TRUST_RULE = "BASETEN_TRUST_RULE";

  /** The variable with the audience of the identity tokens for the trust rule. */
  public static final String TRUST_RULE_AUDIENCE = "BASETEN_TRUST_RULE_AUDIENCE";

  private final Map<String, String> variables;

  /**
   * @param variables the variables by name; they are copied
   */
  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The value of the variable; empty if the variable is unset or empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether the variable is set and not empty. */
  public boolean has(String name) {
    return get(name).isPresent();
  }

  /** All variables that were given, also the empty ones. */
  public Map<String, String> variables() {
    return variables;
  }

  /** Shows no value, because some values are keys. */
  @Override
  public String toString() {
    return "Environment of " + variables.size() + " variables";
  }
}
