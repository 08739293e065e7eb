package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A problem of this place.
 *
 * @param severity how bad it is here
 * @param message what is wrong, as a sentence
 * @param advice what to do, as a sentence
 * @param path the file or directory that it is about, or null
 */
public record Finding(
    Problem problem, Severity severity, String message, String advice, @Nullable Path path) {
  public Finding {
    message = Neutralizer.line(message);
    advice = Neutralizer.line(advice);
  }

  Finding at(@Nullable Path where) {
    return new Finding(problem, severity, message, advice, where);
  }

  Finding as(Severity here) {
    return new Finding(problem, here, message, advice, path);
  }
}
