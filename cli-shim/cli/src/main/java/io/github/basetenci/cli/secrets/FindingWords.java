package io.github.basetenci.cli.secrets;

import io.github.basetenci.secrets.SecretFinding;

/** The words for a finding: the fact, and the commands that fix it. */
final class FindingWords {
  private FindingWords() {}

  static String sentence(SecretFinding finding) {
    return finding.message()
        + switch (finding.rule()) {
          case LITERAL_VALUE ->
              "; write null, store the value with 'baseten-ci secrets set', and replace it at its"
                  + " issuer if it was ever committed";
          case MISSING -> "; store it with 'baseten-ci secrets set'";
          default -> "";
        };
  }
}
