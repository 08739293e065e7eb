package io.github.basetenci.action.toolkit;

/** What the runner reads back from a file command as it was meant, and what not. */
final class Entries {
  private Entries() {}

  /**
   * Refuses a name that ends early, or begins an entry of its own, in the runner's reader.
   *
   * @param what the kind of name, for the message
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

  /** A line break ends a line, and a byte order mark at the start of the file is dropped. */
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
