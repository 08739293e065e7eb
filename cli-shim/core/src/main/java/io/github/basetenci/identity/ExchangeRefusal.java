package io.github.basetenci.identity;

import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why an exchange may have been refused. Baseten answers every refusal with the single word {@code
 * invalid_grant}, so the possible causes are found in the token that was sent.
 */
public final class ExchangeRefusal {
  /** The issuer of Baseten's predefined identity provider for GitHub. */
  static final String GITHUB = "https://token.actions.githubusercontent.com";

  private static final List<String> CLAIMS =
      List.of("iss", "aud", "sub", "repository_owner_id", "ref", "environment", "job_workflow_ref");

  private static final Duration SKEW = Duration.ofSeconds(60);

  private ExchangeRefusal() {}

  /**
   * The claims that trust rules look at, one claim on each line, such as {@code sub:
   * repo:acme/models:...}. The lines are safe to print.
   */
  public static List<String> claims(Claims claims, Instant now) {
    List<String> lines = new ArrayList<>();
    for (String name : CLAIMS) {
      Optional<String> value = claims.shown(name);
      if (value.isPresent() || !isOptional(name)) {
        lines.add(name + ": " + value.orElse("MISSING"));
      }
    }
    lines.add(
        "exp: "
            + claims
                .expires()
                .map(end -> "in " + Duration.between(now, end).toSeconds() + " s")
                .orElse("MISSING"));
    return List.copyOf(lines);
  }

  private static boolean isOptional(String name) {
    return name.equals("environment") || name.equals("job_workflow_ref") || name.equals("ref");
  }

  /**
   * The causes that fit the token, the most likely cause first. Each cause is a sentence that is
   * safe to print.
   *
   * @param trustRule the id of the trust rule that the request named
   */
  public static List<String> causes(Claims claims, String trustRule, Instant now) {
    List<String> causes = new ArrayList<>();
    addTimes(claims, now, causes);
    String issuer = claims.text("iss").orElse("");
    boolean github = claims.text("repository").isPresent();
    if (github && !issuer.equals(GITHUB)) {
      causes.add(
          "the token's issuer is "
              + (issuer.isEmpty() ? "missing" : Neutralizer.line(issuer))
              + ", and Baseten's provider for GitHub expects "
              + GITHUB
              + "; GitHub Enterprise has other issuers");
    }
    addSubject(claims, causes);
    if (!github) {
      causes.add(
          "Baseten may not list the issuer "
              + claims.shown("iss").orElse("of this token")
              + " among the identity providers of the workspace");
    }
    causes.add(
        "the rule "
            + Neutralizer.line(trustRule)
            + " may not exist (any more), may belong to another workspace, or may want another"
            + " audience or another subject; compare its condition with the claims, which are case"
            + " sensitive");
    causes.add(
        "the rule's service account may be switched off, workload identity may not be switched on"
            + " for the workspace, and a rule that was changed may need some minutes");
    return List.copyOf(causes);
  }

  private static void addTimes(Claims claims, Instant now, List<String> causes) {
    Optional<Instant> start = claims.issued().or(claims::notBefore);
    if (start.filter(now.plus(SKEW)::isBefore).isPresent()) {
      causes.add(
          "the token begins "
              + Duration.between(now, start.get()).toSeconds()
              + " s in the future by the clock of this machine; one of the two clocks is wrong");
    }
    if (claims.expires().filter(end -> !end.isAfter(now)).isPresent()) {
      causes.add("the token has expired by the clock of this machine");
    }
  }

  private static void addSubject(Claims claims, List<String> causes) {
    Optional<String> subject = claims.shown("sub");
    if (subject.isEmpty()) {
      causes.add("the token has no subject (sub), and every rule pins one");
      return;
    }
    Optional<GitHubSubject> github = GitHubSubject.of(claims);
    if (github.filter(GitHubSubject::isImmutable).isPresent()) {
      causes.add(
          "the repository has the new form of subjects, with the ids of owner and repository ("
              + subject.get()
              + "), and the rule may pin the old form");
    }
    Optional<String> environment = claims.shown("environment");
    if (github.isPresent() && environment.isPresent()) {
      causes.add(
          "the job runs in the environment '"
              + environment.get()
              + "', so the subject ends with environment:"
              + environment.get()
              + " and names no branch");
    }
    if (github.isPresent() && claims.text("sub").orElse("").endsWith(":pull_request")) {
      causes.add(
          "the job runs for a pull request, so the subject ends with pull_request and names no"
              + " branch");
    }
  }
}
