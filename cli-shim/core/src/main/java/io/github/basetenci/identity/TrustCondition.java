package io.github.basetenci.identity;

import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a trust rule that accepts the identity of this job, in the language of Baseten's
 * trust rules (CEL over {@code claims}). It always pins {@code claims.sub}, because Baseten
 * requires this. For a token of GitHub it also pins {@code claims.repository_owner_id}, because
 * somebody else can take over the name of an owner.
 *
 * @param condition the condition that the token of this job fulfills
 * @param otherForm the condition for the other form of GitHub's subjects (with or without the ids
 *     of owner and repository), or null if there is no other form; a repository has one of the two
 *     forms at a time
 */
public record TrustCondition(String condition, @Nullable String otherForm) {
  /** The jobs that the condition accepts. */
  public enum Scope {
    /**
     * The jobs of one workflow file at one ref that run on the same branch or in the same
     * environment.
     */
    JOB("job_workflow_ref"),
    /** The jobs on the same branch or tag. */
    REF(null),
    /** The jobs in the same environment. */
    ENVIRONMENT(null),
    /**
     * All jobs of the repository: on each branch and tag, for each pull request, and in each
     * environment.
     */
    REPOSITORY(null);

    private final @Nullable String claim;

    Scope(@Nullable String claim) {
      this.claim = claim;
    }
  }

  /** The narrowest scope that still accepts the job after a change of its workflow file. */
  public static Scope usual(Claims claims) {
    return claims.text("environment").isPresent() ? Scope.ENVIRONMENT : Scope.REF;
  }

  /**
   * The condition for the jobs of a scope.
   *
   * @throws IdentityException if the token lacks a claim that the scope needs
   */
  public static TrustCondition of(Claims claims, Scope scope) throws IdentityException {
    String subject = required(claims, "sub");
    GitHubSubject github = GitHubSubject.of(claims).orElse(null);
    if (github == null) {
      if (scope == Scope.REPOSITORY || scope == Scope.ENVIRONMENT) {
        throw IdentityException.usage(
            "the identity token is not from a GitHub repository, so only the condition for its own"
                + " subject is possible");
      }
      return new TrustCondition(equal("sub", subject), null);
    }
    List<String> further = new ArrayList<>();
    further.add(equal("repository_owner_id", required(claims, "repository_owner_id")));
    if (scope.claim != null) {
      further.add(equal(scope.claim, required(claims, scope.claim)));
    }
    if (scope == Scope.ENVIRONMENT && claims.text("environment").isEmpty()) {
      throw IdentityException.usage("this job runs in no environment");
    }
    if (scope == Scope.REF && claims.text("environment").isPresent()) {
      // The subject of such a job names the environment instead of the ref.
      further.add(equal("ref", required(claims, "ref")));
    }
    if (scope == Scope.REPOSITORY) {
      String prefix = github.otherPrefix();
      return new TrustCondition(
          and(further, startsWith(github.prefix())),
          prefix == null ? null : and(further, startsWith(prefix)));
    }
    String other = github.other();
    return new TrustCondition(
        and(further, equal("sub", subject)),
        other == null ? null : and(further, equal("sub", other)));
  }

  private static String required(Claims claims, String name) throws IdentityException {
    Optional<String> value = claims.text(name);
    // A user copies the condition, so each value must be visible and unchanged in it.
    if (value.isEmpty() || !Neutralizer.line(value.get()).equals(value.get())) {
      throw IdentityException.invalid("the identity token has no usable claim " + name);
    }
    return value.get();
  }

  private static String and(List<String> further, String subject) {
    List<String> all = new ArrayList<>(further);
    all.add(subject);
    return String.join(" && ", all);
  }

  private static String equal(String claim, String value) {
    return "claims." + claim + " == " + quoted(value);
  }

  private static String startsWith(String prefix) {
    return "claims.sub.startsWith(" + quoted(prefix) + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
