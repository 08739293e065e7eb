package io.github.basetenci.cli.secrets;

import io.github.basetenci.cli.annotation.Annotation;
import io.github.basetenci.secrets.SecretFinding;
import java.util.List;
import java.util.stream.Collectors;

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
    return findings.stream()
        .map(finding -> of(finding, prefix).command())
        .collect(Collectors.joining());
  }

  private static Annotation of(SecretFinding finding, String prefix) {
    return new Annotation(
        switch (finding.rule().level()) {
          case ERROR -> Annotation.Kind.error;
          case WARNING -> Annotation.Kind.warning;
          case INFO -> Annotation.Kind.notice;
        },
        prefix + finding.at().file(),
        finding.at().line(),
        finding.at().column(),
        "secrets: " + finding.rule().id(),
        FindingWords.sentence(finding));
  }
}
