package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.Tool;
import java.util.ArrayList;
import java.util.List;

/** Tools that do not run, or that lack something a login needs. */
final class ToolsCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (Tool tool : List.of(facts.truss(), facts.baseten())) {
      String problem = tool.problem();
      if (problem != null) {
        findings.add(
            Problem.TOOL_BROKEN
                .found(
                    tool.path() + " --version " + problem + ".",
                    "Install " + tool.kind().tool() + " again, or take it off PATH.")
                .at(tool.path()));
      }
    }
    if (facts.truss().isBefore(Tool.TRUSS_AUTH)) {
      findings.add(
          Problem.TRUSS_OLD
              .found(
                  "truss "
                      + facts.truss().version()
                      + " has no 'truss auth' commands and reads API keys of the trussrc alone.",
                  "Upgrade truss to " + Tool.TRUSS_PAIR + " or later.")
              .at(facts.truss().path()));
    }
    return findings;
  }
}
