package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.ServerAnswer;
import java.util.ArrayList;
import java.util.List;

/** Servers that do not answer as a management API. */
final class ServerCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (ServerAnswer answer : facts.servers()) {
      String failure = answer.failure();
      if (failure != null) {
        findings.add(
            Problem.SERVER_UNREACHABLE.found(
                Sentence.of(failure),
                answer.proxy() == null
                    ? "Check the name, the network, and whether a proxy variable is missing; or pass"
                        + " --offline."
                    : "Check the proxy "
                        + answer.proxy()
                        + " and the proxy variables; or pass --offline."));
      } else if (!answer.isHealthy()) {
        findings.add(
            Problem.SERVER_UNREACHABLE.found(
                answer.base() + " answered GET /v1/users/me with HTTP " + answer.status() + ".",
                answer.status() >= 500 || answer.status() == 429
                    ? "Run it again in a minute; if it stays, see Baseten's status page."
                    : "Check that the remote URL is that of a Baseten installation."));
      }
    }
    return findings.stream().distinct().toList();
  }
}
