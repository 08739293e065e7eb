package io.github.basetenci.cli.annotation;

import io.github.basetenci.shim.command.Session;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A finding that the GitHub runner shows beside a line of a file.
 *
 * @param kind how grave it is
 * @param file the file, from the root of the repository
 * @param line the line, counted from 1
 * @param column the column, counted from 1; 0 for the whole line
 * @param title what it is about
 * @param sentence what was found; it is shown on one line, with its control characters escaped
 */
public record Annotation(
    Kind kind, String file, int line, int column, String title, String sentence) {
  /** How grave a finding is. */
  public enum Kind {
    /** The runner shows it as an error. */
    error,
    /** The runner shows it as a warning. */
    warning,
    /** The runner shows it as a notice. */
    notice
  }

  /** The command, with the end of its line. */
  public String command() {
    return "::"
        + kind
        + " file="
        + property(file)
        + ",line="
        + line
        + (column == 0 ? "" : ",col=" + column)
        + ",title="
        + property(title)
        + "::"
        + data(Neutralizer.line(sentence))
        + "\n";
  }

  /** No part, because a finding may be about anything. */
  @Override
  public String toString() {
    return "Annotation";
  }

  /**
   * The path from the root of the repository to the working directory, with a slash at its end;
   * empty for a job at the root, and for a file whose name leads from the root of the disk.
   *
   * @param name the name of the file of the findings
   */
  public static String toRoot(Session session, String name) {
    Optional<String> root = session.environment().get("GITHUB_WORKSPACE");
    Path here = session.host().workingDirectory();
    if (root.isEmpty() || Path.of(name).isAbsolute()) {
      return "";
    }
    Path top = Path.of(root.get());
    return here.startsWith(top) && !here.equals(top)
        ? top.relativize(here).toString().replace('\\', '/') + "/"
        : "";
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
