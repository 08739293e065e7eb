package io.github.basetenci.action.toolkit;

import java.util.Locale;

/** The three operating systems of runners, with Node's names for them. */
public enum Platform {
  LINUX("linux", "\n", '/', ':'),
  MACOS("darwin", "\n", '/', ':'),
  WINDOWS("win32", "\r\n", '\\', ';');

  private final String nodeName;
  private final String lineEnd;
  private final char separator;
  private final char delimiter;

  Platform(String nodeName, String lineEnd, char separator, char delimiter) {
    this.nodeName = nodeName;
    this.lineEnd = lineEnd;
    this.separator = separator;
    this.delimiter = delimiter;
  }

  /**
   * The system for a value of the property {@code os.name}. Every system other than Windows and
   * macOS counts as Linux.
   */
  public static Platform of(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return WINDOWS;
    }
    return name.startsWith("mac") ? MACOS : LINUX;
  }

  /** Node's name of the processor, for a value of the property {@code os.arch}. */
  public static String arch(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x64";
      case "aarch64" -> "arm64";
      case "x86", "i386" -> "ia32";
      default -> osArch;
    };
  }

  /** {@code linux}, {@code darwin} or {@code win32}. */
  public String nodeName() {
    return nodeName;
  }

  public boolean isWindows() {
    return this == WINDOWS;
  }

  public boolean isMacOS() {
    return this == MACOS;
  }

  public boolean isLinux() {
    return this == LINUX;
  }

  String lineEnd() {
    return lineEnd;
  }

  /** The separator between two directories of PATH. */
  char delimiter() {
    return delimiter;
  }

  /** Every backslash becomes a slash. */
  public static String toPosixPath(String path) {
    return path.replace('\\', '/');
  }

  /** Every slash becomes a backslash. */
  public static String toWin32Path(String path) {
    return path.replace('/', '\\');
  }

  /** Slashes and backslashes become this system's separator. */
  public String toPlatformPath(String path) {
    return path.replace('/', separator).replace('\\', separator);
  }
}
