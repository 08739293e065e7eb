package io.github.basetenci.shim.job;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that later steps of a job get. The empty value stands for a variable that is not to
 * be set: both released tools read it so.
 */
public final class JobVariables {
  /** Where the login of this job is. */
  static final String DIRECTORY = "BASETEN_CI_JOB_DIRECTORY";

  private static final String TRUSSRC = "USER_TRUSSRC_PATH";

  /** {@code truss} takes the empty path for the current directory; this is its default. */
  private static final String DEFAULT_TRUSSRC = "~/.trussrc";

  /** All that a login sets or empties; a record that names another one is none of ours. */
  private static final Set<String> OURS =
      Set.of(
          DIRECTORY,
          TRUSSRC,
          "BASETEN_CONFIG_DIR",
          "BASETEN_TRUSS_AUTH_KEYRING_DISABLED",
          "TRUSS_NO_UPDATE_CHECK",
          Environment.PROFILE,
          Environment.API_KEY,
          Environment.API_KEY_FILE,
          Environment.REMOTE_URL,
          Environment.TRUSS_API_KEY,
          Environment.TRUSS_REMOTE_URL);

  private JobVariables() {}

  /**
   * @param login in files or in variables
   * @param first the login that is used when none is named
   * @param withKey whether a variable may hold a key
   * @param environment the variables of the job so far
   */
  public static Map<String, String> of(
      PrivateLogin login, LoginPlan first, boolean withKey, Environment environment) {
    Map<String, String> variables = new TreeMap<>(login.set());
    login.unset().stream().filter(environment::has).forEach(name -> variables.put(name, ""));
    if (!withKey) {
      variables.remove(Environment.API_KEY);
      variables.remove(Environment.REMOTE_URL);
      if (hidesFiles(first, environment)) {
        variables.put(Environment.API_KEY, "");
        variables.put(Environment.REMOTE_URL, "");
      }
    }
    return variables;
  }

  static boolean isOurs(String name) {
    return OURS.contains(name);
  }

  /** Whether the value of the variable is a key. */
  public static boolean isSecret(String name) {
    return PrivateLogin.KEY_VARIABLES.contains(name);
  }

  /** What a variable gets that is not to be set, in a CI that cannot unset one. */
  public static String unset(String name) {
    return name.equals(TRUSSRC) ? DEFAULT_TRUSSRC : "";
  }

  /** The variables for such a CI. */
  static Map<String, String> emptied(Map<String, String> variables) {
    Map<String, String> emptied = new LinkedHashMap<>(variables);
    emptied.replaceAll((name, value) -> value.isEmpty() ? unset(name) : value);
    return emptied;
  }

  /** {@code baseten} prefers the variable to a profile; the same key there is no other login. */
  private static boolean hidesFiles(LoginPlan first, Environment environment) {
    String key = environment.get(Environment.API_KEY).orElse("");
    String url = environment.get(Environment.REMOTE_URL).orElse(first.url().toString());
    return !key.isEmpty()
        && !(key.equals(first.key().reveal()) && url.equals(first.url().toString()));
  }
}
