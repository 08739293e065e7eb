package io.github.basetenci.http;

import java.util.Locale;

/**
 * The {@code User-Agent} in the form of the official clients: {@code name/version (Lang/v; os)}.
 */
public final class UserAgent {
  private UserAgent() {}

  /**
   * For example {@code baseten-ci/0.1.0 (Java/17.0.15; linux)}.
   *
   * @param version the version of this product
   * @param javaVersion the value of {@code java.version}
   * @param osName the value of {@code os.name}; the result has Go's name of the operating system
   */
  public static String of(String version, String javaVersion, String osName) {
    return "baseten-ci/%s (Java/%s; %s)"
        .formatted(token(version), token(javaVersion), token(goName(osName)));
  }

  private static String goName(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "darwin";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String token(String text) {
    return text.replaceAll("[^A-Za-z0-9.+_-]", "");
  }
}
