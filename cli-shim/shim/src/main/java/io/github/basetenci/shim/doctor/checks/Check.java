package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.List;

/** Checks one aspect of a set-up. It uses only the facts. */
interface Check {
  /** The problems; an empty list for a set-up without problems. */
  List<DoctorFinding> run(Facts facts);
}
