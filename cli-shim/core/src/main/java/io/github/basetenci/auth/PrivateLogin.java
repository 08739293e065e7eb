package io.github.basetenci.auth;

import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One or several logins that do not change the user's own logins. The values are files for a
 * separate directory, and the variables that make both tools use only these files.
 *
 * @param files the content of each file of the directory, by its name
 * @param set variables to set
 * @param unset variables to remove, or to set to the empty text if a variable cannot be removed;
 *     the tools would prefer an inherited variable to the files
 */
public record PrivateLogin(Map<String, byte[]> files, Map<String, String> set, Set<String> unset) {
  /** The variables whose values are keys. */
  public static final Set<String> KEY_VARIABLES =
      Set.of(Environment.API_KEY, Environment.TRUSS_API_KEY);

  private static final Map<String, String> COMMON = Map.of("TRUSS_NO_UPDATE_CHECK", "1");
  private static final Set<String> TRUSS_PAIR =
      Set.of(Environment.TRUSS_API_KEY, Environment.TRUSS_REMOTE_URL);

  private static final String TRUSSRC = "trussrc";
  private static final String AUTH_JSON = "auth.json";

  public PrivateLogin {
    files = Map.copyOf(files);
    set = Map.copyOf(set);
    unset = Set.copyOf(unset);
  }

  /**
   * The logins as files in a directory. The tools use the first login when no name is given.
   *
   * @param directory the directory in which the files will be
   * @param unknownRemotes whether the trussrc also contains remotes whose address truss does not
   *     know; truss sends the keys of such remotes to another address
   */
  public static PrivateLogin inDirectory(
      List<LoginPlan> logins, Path directory, boolean unknownRemotes) throws StoreException {
    return inDirectory(
        logins, directory.toString(), directory.getFileSystem().getSeparator(), unknownRemotes);
  }

  /**
   * The logins as files in a directory of another machine, whose paths may have another form than
   * paths of this machine.
   *
   * @param directory the path of the directory on the other machine
   * @param separator the text between the names in a path of the other machine
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
    Map<String, String> set = new LinkedHashMap<>(COMMON);
    Set<String> unset = new LinkedHashSet<>(TRUSS_PAIR);
    unset.add(Environment.API_KEY_FILE);
    if (first.credential() instanceof LoginCredential.Token) {
      // A variable with the token could not be renewed, and one with a key would hide the files.
      unset.add(Environment.API_KEY);
    } else {
      set.putAll(variables(first));
    }
    set.put("USER_TRUSSRC_PATH", directory + separator + TRUSSRC);
    set.put("BASETEN_CONFIG_DIR", directory);
    set.put(Environment.PROFILE, first.profile());
    set.put("BASETEN_TRUSS_AUTH_KEYRING_DISABLED", "1");
    return new PrivateLogin(
        Map.of(TRUSSRC, trussrc.toBytes(), AUTH_JSON, authJson.toBytes()), set, unset);
  }

  /**
   * One login that uses only variables. It needs truss 0.18.26 or later. An access token in
   * variables cannot be renewed.
   */
  public static PrivateLogin inVariables(LoginPlan login) {
    Map<String, String> set = new LinkedHashMap<>(COMMON);
    set.putAll(variables(login));
    set.put(Environment.TRUSS_API_KEY, login.credential().secret().reveal());
    set.put(Environment.TRUSS_REMOTE_URL, login.url().toString());
    return new PrivateLogin(Map.of(), set, Set.of(Environment.PROFILE, Environment.API_KEY_FILE));
  }

  private static Map<String, String> variables(LoginPlan login) {
    return Map.of(
        Environment.API_KEY,
        login.credential().secret().reveal(),
        Environment.REMOTE_URL,
        login.url().toString());
  }

  /** A copy of the environment that also contains this login. */
  public Map<String, String> applyTo(Map<String, String> environment) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.keySet().removeAll(unset);
    changed.putAll(set);
    return changed;
  }

  /** Shows only names, because values are keys. */
  @Override
  public String toString() {
    return "PrivateLogin[" + files.keySet() + ", " + set.keySet() + "]";
  }
}
