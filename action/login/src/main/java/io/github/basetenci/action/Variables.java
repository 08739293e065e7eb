package io.github.basetenci.action;

import io.github.basetenci.action.Inputs.Export;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What later steps get: variables to set, with the empty string for one that must not count. */
final class Variables {
  static final String TRUSSRC = "USER_TRUSSRC_PATH";

  /** Those whose value is a key. */
  private static final Set<String> SECRET = Set.of(Environment.API_KEY, Environment.TRUSS_API_KEY);

  /** {@code truss} takes the empty path for the current directory; this is its default. */
  private static final String DEFAULT_TRUSSRC = "~/.trussrc";

  private Variables() {}

  /**
   * @param inDirectory the logins as files
   * @param first the login that is used when none is named
   * @param environment the variables of the job so far
   */
  static Map<String, String> of(
      Export export, PrivateLogin inDirectory, LoginPlan first, Environment environment) {
    return switch (export) {
      case NONE -> Map.of();
      case BOTH -> with(inDirectory, environment);
      case ENV -> with(PrivateLogin.inVariables(first), environment);
      case FILES -> {
        Map<String, String> variables = with(inDirectory, environment);
        variables.remove(Environment.API_KEY);
        variables.remove(Environment.REMOTE_URL);
        if (hidesFiles(first, environment)) {
          variables.put(Environment.API_KEY, "");
          variables.put(Environment.REMOTE_URL, "");
        }
        yield variables;
      }
    };
  }

  /** As {@link #of} for {@link Export#ENV}, without the pair that makes truss use the key. */
  static Map<String, String> withoutTruss(LoginPlan first, Environment environment) {
    Map<String, String> variables =
        of(Export.ENV, PrivateLogin.inVariables(first), first, environment);
    variables.remove(Environment.TRUSS_API_KEY);
    variables.remove(Environment.TRUSS_REMOTE_URL);
    return variables;
  }

  static boolean isSecret(String name) {
    return SECRET.contains(name);
  }

  /** What a variable goes back to that was not set before: GitHub has no way to unset one. */
  static String unset(String name) {
    return name.equals(TRUSSRC) ? DEFAULT_TRUSSRC : "";
  }

  private static Map<String, String> with(PrivateLogin login, Environment environment) {
    Map<String, String> variables = new TreeMap<>(login.set());
    login.unset().stream().filter(environment::has).forEach(name -> variables.put(name, ""));
    return variables;
  }

  /** {@code baseten} prefers the variable to a profile; the same key there is no other login. */
  private static boolean hidesFiles(LoginPlan first, Environment environment) {
    String key = environment.get(Environment.API_KEY).orElse("");
    String url = environment.get(Environment.REMOTE_URL).orElse(first.url().toString());
    return !key.isEmpty()
        && !(key.equals(first.key().reveal()) && url.equals(first.url().toString()));
  }
}
