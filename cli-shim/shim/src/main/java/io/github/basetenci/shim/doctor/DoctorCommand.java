package io.github.basetenci.shim.doctor;

import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.doctor.checks.Checkup;
import io.github.basetenci.shim.doctor.checks.DoctorFinding;
import io.github.basetenci.shim.doctor.checks.Severity;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.FactsCollector;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = {
      "Show what truss, baseten and baseten-ci would use here and why, and what is wrong with it."
          + " Changes nothing.",
      "Exits with 1 when it finds an error."
    })
public final class DoctorCommand extends BaseCommand {
  @Option(names = "--offline", description = "Ask no server.")
  boolean offline;

  @Option(names = "--strict", description = "Exit with 1 for a warning too.")
  boolean strict;

  @Override
  protected int run(Session session) throws Exception {
    Facts facts = new FactsCollector(session).collect(offline);
    List<DoctorFinding> findings = Checkup.of(facts);
    session
        .output()
        .result(new JsonReport(facts, findings).print(), new TextReport(facts, findings).print());
    Severity worst = strict ? Severity.WARNING : Severity.ERROR;
    boolean bad = findings.stream().anyMatch(f -> f.severity().compareTo(worst) <= 0);
    return bad ? ExitCode.FAILURE : ExitCode.OK;
  }
}
