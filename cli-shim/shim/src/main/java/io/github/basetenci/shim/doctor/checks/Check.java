package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import java.util.List;

/** Judges one side of a set-up. It looks at the facts alone. */
interface Check {
  /** What is wrong; nothing for a clean set-up. */
  List<DoctorFinding> run(Facts facts);
}
