package io.github.basetenci.cli.secrets;

import io.github.basetenci.secrets.SecretFinding;
import io.github.basetenci.text.Neutralizer;
import java.util.List;

/**
 * Prints findings as commands for the GitHub runner, which shows the findings beside the lines of a
 * change.
 */
final class Annotations {
  private Annotations() {}

  /**
   * @param prefix what leads from the root of the repository to the files of the findings; empty,
   *     or with a slash at its end
   */
  static String of(List<SecretFinding> findings, String prefix) {
    StringBuilder lines = new StringBuilder();
    for (SecretFinding finding : findings) {
      String command =
          switch (finding.rule().level()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "notice";
          };
      lines
          .append("::")
          .append(command)
          .append(" file=")
          .append(property(prefix + finding.at().file()))
          .append(",line=")
          .append(finding.at().line())
          .append(",col=")
          .append(finding.at().column())
          .append(",title=")
          .append(property("secrets: " + finding.rule().id()))
          .append("::")
          .append(data(Neutralizer.line(FindingWords.sentence(finding))))
          .append('\n');
    }
    return lines.toString();
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
