package io.github.basetenci.auth;

import java.util.Map;
import java.util.Optional;

/**
 * The variables of the process, handed in. A variable that is set but empty counts as unset, as
 * both released tools read it.
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

  /** The variable that says where management calls go instead. */
  public static final String MANAGEMENT_OVERRIDE = "BASETEN_MANAGEMENT_API_URL_OVERRIDE";

  /** The variable with the key of the pair that truss reads. */
  public static final String TRUSS_API_KEY = "BASETEN_TRUSS_AUTH_API_KEY";

  /** The variable with the URL of the pair that truss reads. */
  public static final String TRUSS_REMOTE_URL = "BASETEN_TRUSS_AUTH_REMOTE_URL";

  private final Map<String, String> variables;

  /**
   * @param variables the variables by name; they are copied
   */
  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The variable's value, absent when it is unset or empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether the variable is set and not empty. */
  public boolean has(String name) {
    return get(name).isPresent();
  }

  /** All variables as they were handed in, empty ones included. */
  public Map<String, String> variables() {
    return variables;
  }

  /** Names no value: some of them are keys. */
  @Override
  public String toString() {
    return "Environment of " + variables.size() + " variables";
  }
}
