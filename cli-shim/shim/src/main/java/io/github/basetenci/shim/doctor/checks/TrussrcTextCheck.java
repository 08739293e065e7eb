package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import java.util.ArrayList;
import java.util.List;

/** Traces of an editor for Windows in the trussrc. */
final class TrussrcTextCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    StoreFacts trussrc = facts.trussrc();
    List<DoctorFinding> findings = new ArrayList<>();
    if (trussrc.bom()) {
      findings.add(
          Problem.TRUSSRC_BOM
              .found(
                  "The trussrc begins with a byte-order mark, so truss cannot read it.",
                  "Save the file as UTF-8 without a byte-order mark.")
              .at(trussrc.path()));
    }
    if (trussrc.crlf()) {
      findings.add(
          Problem.TRUSSRC_CRLF
              .found(
                  "Lines of the trussrc end as on Windows (CR LF): truss reads them well, a shell"
                      + " script takes the CR for a part of the key.",
                  "Save the file with line ends of Unix, or let 'truss auth login' rewrite it.")
              .at(trussrc.path()));
    }
    return findings;
  }
}
