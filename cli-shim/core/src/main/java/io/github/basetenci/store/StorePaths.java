package io.github.basetenci.store;

import io.github.basetenci.text.Situation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of the files of truss and baseten, found by the variables that these tools read. */
public final class StorePaths {
  private static final String TRUSSRC_VARIABLE = "USER_TRUSSRC_PATH";
  private static final String CONFIG_VARIABLE = "BASETEN_CONFIG_DIR";

  private final Map<String, String> env;
  private final boolean windows;
  private final boolean mac;

  private StorePaths(Map<String, String> env, String osName) {
    String os = osName.toLowerCase(Locale.ROOT);
    this.env = Map.copyOf(env);
    this.windows = os.startsWith("windows");
    this.mac = os.startsWith("mac") || os.startsWith("darwin");
  }

  /**
   * Paths for an environment.
   *
   * @param env the variables of the process
   * @param osName the operating system as Java's {@code os.name} gives it
   */
  public static StorePaths of(Map<String, String> env, String osName) {
    return new StorePaths(env, osName);
  }

  /**
   * The path of the trussrc: {@code USER_TRUSSRC_PATH}, or {@code ~/.trussrc} if the variable is
   * not set.
   *
   * @throws StoreException if the variable is set but empty (truss reads an empty value as the
   *     current directory and fails), or if the home directory is needed and unknown
   */
  public Path trussrc() throws StoreException {
    String given = env.get(TRUSSRC_VARIABLE);
    if (given == null) {
      return path(
          home(".trussrc is looked for in it", TRUSSRC_VARIABLE), ".trussrc", homeVariable());
    }
    if (given.isEmpty()) {
      throw new StoreException(
          TRUSSRC_VARIABLE + " is set but empty; unset it or give it the path of a file");
    }
    if (!given.startsWith("~")) {
      return path(given, "", TRUSSRC_VARIABLE);
    }
    if (given.equals("~") || given.startsWith("~/") || (windows && given.startsWith("~\\"))) {
      String rest = given.length() < 2 ? "" : given.substring(2);
      return path(
          home(TRUSSRC_VARIABLE + " starts with ~; set it, or give the full path", null),
          rest,
          TRUSSRC_VARIABLE);
    }
    throw new StoreException(
        TRUSSRC_VARIABLE + " names the home directory of another user; give the full path");
  }

  /**
   * The path of {@code auth.json}. It is in {@code BASETEN_CONFIG_DIR}; if this variable is not
   * set, it is in {@code baseten} below the configuration directory of the operating system.
   *
   * @throws StoreException if the variables that name that directory are missing or unusable
   */
  public Path authJson() throws StoreException {
    String given = value(CONFIG_VARIABLE);
    if (given != null) {
      return path(given, "auth.json", CONFIG_VARIABLE);
    }
    String reason = "auth.json is looked for below it";
    if (windows) {
      String appData = value("AppData");
      if (appData == null) {
        throw unknown("AppData", reason, CONFIG_VARIABLE);
      }
      return path(appData, "baseten/auth.json", "AppData");
    }
    if (mac) {
      return path(
          home(reason, CONFIG_VARIABLE),
          "Library/Application Support/baseten/auth.json",
          homeVariable());
    }
    String xdg = value("XDG_CONFIG_HOME");
    if (xdg == null) {
      return path(home(reason, CONFIG_VARIABLE), ".config/baseten/auth.json", homeVariable());
    }
    if (!xdg.startsWith("/")) {
      throw new StoreException(
          "XDG_CONFIG_HOME is a relative path, which baseten refuses; give a full path");
    }
    return path(xdg, "baseten/auth.json", "XDG_CONFIG_HOME");
  }

  /**
   * @param instead a variable that the user can set instead, or null
   */
  private String home(String reason, @Nullable String instead) throws StoreException {
    String home = value(homeVariable());
    if (home == null) {
      throw unknown(homeVariable(), reason, instead);
    }
    return home;
  }

  private static StoreException unknown(String variable, String reason, @Nullable String instead) {
    String fact = variable + " is not set, and " + reason;
    return instead == null
        ? new StoreException(fact)
        : new StoreException(fact, Situation.STORE_PATH_UNKNOWN, instead);
  }

  private String homeVariable() {
    return windows ? "USERPROFILE" : "HOME";
  }

  private @Nullable String value(String name) {
    String value = env.get(name);
    if (value == null && windows) {
      for (Map.Entry<String, String> entry : env.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          value = entry.getValue();
        }
      }
    }
    return value == null || value.isEmpty() ? null : value;
  }

  private static Path path(String base, String rest, String variable) throws StoreException {
    try {
      return Path.of(base, rest);
    } catch (InvalidPathException e) {
      throw new StoreException(variable + " is not a path that this system can have");
    }
  }
}
