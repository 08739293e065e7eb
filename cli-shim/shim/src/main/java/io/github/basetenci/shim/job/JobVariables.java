package io.github.basetenci.shim.job;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that later steps of a job get. An empty value means that the variable is not to be
 * set, and both released tools treat an empty value as not set.
 */
public final class JobVariables {
  /** The variable with the directory of this job's login. */
  static final String DIRECTORY = "BASETEN_CI_JOB_DIRECTORY";

  private static final String TRUSSRC = "USER_TRUSSRC_PATH";

  /**
   * The default path of {@code truss}. An empty path would mean the current directory to {@code
   * truss}.
   */
  private static final String DEFAULT_TRUSSRC = "~/.trussrc";

  /**
   * All variables that a login sets or empties. A record that names another variable is not our
   * record.
   */
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
   * The variables of a login. Where it has an access token, BASETEN_REMOTE_URL stays as it is: it
   * hides nothing, and the same login made again needs it.
   *
   * @param whether the login is in files or in variables
   * @param first the login that is used when none is named
   * @param withKey whether a variable may hold a key or an access token
   * @param environment the variables of the job so far
   */
  public static Map<String, String> of(
      PrivateLogin login, LoginPlan first, boolean withKey, Environment environment) {
    Map<String, String> variables = new TreeMap<>(login.set());
    login.unset().stream().filter(environment::has).forEach(name -> variables.put(name, ""));
    boolean token = first.credential() instanceof LoginCredential.Token;
    if (!withKey) {
      variables.remove(Environment.API_KEY);
      variables.remove(Environment.REMOTE_URL);
      if (hidesFiles(first, environment)) {
        variables.put(Environment.API_KEY, "");
        if (!token) {
          variables.put(Environment.REMOTE_URL, "");
        }
      }
    } else if (token) {
      variables.put(Environment.API_KEY, first.credential().secret().reveal());
      variables.put(Environment.REMOTE_URL, first.url().toString());
    }
    return variables;
  }

  static boolean isOurs(String name) {
    return OURS.contains(name);
  }

  /** Whether the value of the variable is a key or an access token. */
  public static boolean isSecret(String name) {
    return PrivateLogin.KEY_VARIABLES.contains(name);
  }

  /** The value for a variable that is not to be set, in a CI that cannot unset variables. */
  public static String unset(String name) {
    return name.equals(TRUSSRC) ? DEFAULT_TRUSSRC : "";
  }

  /** The variables for a CI that cannot unset variables. */
  static Map<String, String> emptied(Map<String, String> variables) {
    Map<String, String> emptied = new LinkedHashMap<>(variables);
    emptied.replaceAll((name, value) -> value.isEmpty() ? unset(name) : value);
    return emptied;
  }

  /**
   * Whether BASETEN_API_KEY hides the login in the files. {@code baseten} prefers that variable to
   * a profile, but if both have one key and one URL, they are one login.
   */
  private static boolean hidesFiles(LoginPlan first, Environment environment) {
    String key = environment.get(Environment.API_KEY).orElse("");
    String url = environment.get(Environment.REMOTE_URL).orElse(first.url().toString());
    return !key.isEmpty()
        && !(key.equals(first.credential().secret().reveal())
            && url.equals(first.url().toString()));
  }
}
