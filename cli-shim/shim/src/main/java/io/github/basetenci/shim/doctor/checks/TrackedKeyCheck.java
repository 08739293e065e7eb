package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys in files that git tracks. Everybody who has the repository has these keys. */
final class TrackedKeyCheck implements Check {
  /** The message lists at most this many names. */
  private static final int SHOWN = 20;

  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    List<Path> files = facts.tracked().files();
    for (Path file : files.subList(0, Math.min(SHOWN, files.size()))) {
      findings.add(
          Problem.KEY_TRACKED_BY_GIT
              .found(
                  Neutralizer.line(file.toString())
                      + " is tracked by git and holds a key that is in use here.",
                  "Revoke the key and make a new one: it stays in the history even when the file is"
                      + " deleted.")
              .at(file));
    }
    return findings;
  }
}
