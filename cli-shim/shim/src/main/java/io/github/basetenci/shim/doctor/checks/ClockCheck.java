package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import java.time.Duration;
import java.util.List;

/** A clock that is so wrong that certificates and tokens are misjudged. */
final class ClockCheck implements Check {
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  @Override
  public List<DoctorFinding> run(Facts facts) {
    for (ServerAnswer answer : facts.servers()) {
      Duration ahead = answer.clockAhead();
      if (ahead != null && ahead.abs().compareTo(TOLERATED) > 0) {
        return List.of(
            Problem.CLOCK_WRONG.found(
                "The clock of this machine is "
                    + ahead.abs().toMinutes()
                    + " minutes "
                    + (ahead.isNegative() ? "behind" : "ahead of")
                    + " that of "
                    + answer.base()
                    + ".",
                "Set the clock, best by NTP: a wrong one breaks TLS and the renewal of tokens."));
      }
    }
    return List.of();
  }
}
