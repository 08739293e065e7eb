package io.github.basetenci.auth;

import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One or several logins that leave the user's own logins alone, as values: files for a separate
 * directory, and the variables that make both tools use only these files.
 *
 * @param files content by name, for the directory
 * @param set variables to set
 * @param unset variables to remove, or to empty where a variable cannot be removed: an inherited
 *     one would win over the files
 */
public record PrivateLogin(Map<String, byte[]> files, Map<String, String> set, Set<String> unset) {
  /** The variables whose values are keys. */
  public static final Set<String> KEY_VARIABLES =
      Set.of(Environment.API_KEY, Environment.TRUSS_API_KEY);

  private static final String TRUSSRC = "trussrc";
  private static final String AUTH_JSON = "auth.json";

  public PrivateLogin {
    files = Map.copyOf(files);
    set = Map.copyOf(set);
    unset = Set.copyOf(unset);
  }

  /**
   * The logins as files in a directory. The first one is what the tools use when nothing is named.
   *
   * @param directory where the files will be
   * @param unknownRemotes whether the trussrc also gets remotes to which truss does not keep
   */
  public static PrivateLogin inDirectory(
      List<LoginPlan> logins, Path directory, boolean unknownRemotes) throws StoreException {
    return inDirectory(
        logins, directory.toString(), directory.getFileSystem().getSeparator(), unknownRemotes);
  }

  /**
   * The same for a directory of another machine, whose paths may not be written as here.
   *
   * @param directory its path there
   * @param separator what separates names in a path there
   */
  public static PrivateLogin inDirectory(
      List<LoginPlan> logins, String directory, String separator, boolean unknownRemotes)
      throws StoreException {
    TrussRc trussrc = TrussRc.empty(Path.of(TRUSSRC));
    AuthJson authJson = AuthJson.empty();
    for (LoginPlan login : logins) {
      if (unknownRemotes || login.url().isKnown()) {
        trussrc = login.applyTo(trussrc);
      }
      authJson = login.applyTo(authJson);
    }
    LoginPlan first = logins.get(0);
    Map<String, String> set = common(first);
    set.put("USER_TRUSSRC_PATH", directory + separator + TRUSSRC);
    set.put("BASETEN_CONFIG_DIR", directory);
    set.put(Environment.PROFILE, first.profile());
    set.put("BASETEN_TRUSS_AUTH_KEYRING_DISABLED", "1");
    return new PrivateLogin(
        Map.of(TRUSSRC, trussrc.toBytes(), AUTH_JSON, authJson.toBytes()),
        set,
        Set.of(Environment.TRUSS_API_KEY, Environment.TRUSS_REMOTE_URL, Environment.API_KEY_FILE));
  }

  /** One login in variables alone; needs truss 0.18.26 or later. */
  public static PrivateLogin inVariables(LoginPlan login) {
    Map<String, String> set = common(login);
    set.put(Environment.TRUSS_API_KEY, login.key().reveal());
    set.put(Environment.TRUSS_REMOTE_URL, login.url().toString());
    return new PrivateLogin(Map.of(), set, Set.of(Environment.PROFILE, Environment.API_KEY_FILE));
  }

  private static Map<String, String> common(LoginPlan login) {
    Map<String, String> set = new LinkedHashMap<>();
    set.put(Environment.API_KEY, login.key().reveal());
    set.put(Environment.REMOTE_URL, login.url().toString());
    set.put("TRUSS_NO_UPDATE_CHECK", "1");
    return set;
  }

  /** A copy of the environment with this login in it. */
  public Map<String, String> applyTo(Map<String, String> environment) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.keySet().removeAll(unset);
    changed.putAll(set);
    return changed;
  }

  /** Names only: values are keys. */
  @Override
  public String toString() {
    return "PrivateLogin[" + files.keySet() + ", " + set.keySet() + "]";
  }
}
