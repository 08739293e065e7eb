package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A problem that the doctor found.
 *
 * @param severity how bad the problem is here
 * @param message what is wrong, as a sentence
 * @param advice what to do, as a sentence
 * @param path the file or directory that has the problem, or null
 */
public record DoctorFinding(
    Problem problem, Severity severity, String message, String advice, @Nullable Path path) {
  public DoctorFinding {
    message = Neutralizer.line(message);
    advice = Neutralizer.line(advice);
  }

  DoctorFinding at(@Nullable Path where) {
    return new DoctorFinding(problem, severity, message, advice, where);
  }

  DoctorFinding as(Severity here) {
    return new DoctorFinding(problem, here, message, advice, path);
  }
}
