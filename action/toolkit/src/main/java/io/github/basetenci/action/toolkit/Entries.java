package io.github.basetenci.action.toolkit;

/**
 * Refuses entries of file commands that the runner would read differently from how they were meant.
 */
final class Entries {
  private Entries() {}

  /**
   * Refuses a name if the runner would read only its beginning, or would read a second entry from
   * it.
   *
   * @param what the kind of name, for the error message
   */
  static void checkName(String what, String name) {
    if (isAmbiguous(name) || name.indexOf('=') >= 0 || name.indexOf('<') >= 0) {
      throw new ToolkitException(
          "The name "
              + quoted(name)
              + " cannot be that of "
              + what
              + ": it must not be empty and must hold no =, < or control character");
    }
  }

  static void checkVariable(String name, String value) {
    checkName("a variable", name);
    if (name.equalsIgnoreCase("NODE_OPTIONS")) {
      throw new ToolkitException(
          "The runner lets no step set NODE_OPTIONS for later steps; set it in the workflow's env");
    }
    if (value.indexOf('\0') >= 0) {
      throw new ToolkitException(
          "The value of the variable "
              + name
              + " holds a NUL character, with which no later step could start");
    }
  }

  static void checkPath(String path) {
    if (isAmbiguous(path)) {
      throw new ToolkitException(
          "The path "
              + quoted(path)
              + " cannot be added to PATH: it must not be empty and must hold no control character");
    }
  }

  /**
   * Whether the runner would read another line: it ends lines at line breaks and drops a byte order
   * mark at the start of the file.
   */
  private static boolean isAmbiguous(String line) {
    return line.isEmpty()
        || line.startsWith("\uFEFF")
        || line.chars().anyMatch(Character::isISOControl);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    JsonText.quote(text, out);
    return ForeignText.neutralize(out.toString());
  }
}
