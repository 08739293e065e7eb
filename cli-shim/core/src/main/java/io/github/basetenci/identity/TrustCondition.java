package io.github.basetenci.identity;

import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a trust rule that accepts the identity of this job, in the language of Baseten's
 * trust rules (CEL over {@code claims}). It always pins {@code claims.sub}, as Baseten wants it,
 * and for a token of GitHub {@code claims.repository_owner_id}, since names can be taken over.
 *
 * @param condition what fits the token that this job has
 * @param otherForm the same for the other form of GitHub's subjects (with or without the ids of
 *     owner and repository), or null where there is none; the repository has one of the two at a
 *     time
 */
public record TrustCondition(String condition, @Nullable String otherForm) {
  /** Which jobs are let in. */
  public enum Scope {
    /** Those of one workflow file at one ref, on the same branch or in the same environment. */
    JOB("job_workflow_ref"),
    /** Those on the same branch or tag. */
    REF(null),
    /** Those in the same environment. */
    ENVIRONMENT(null),
    /** All of the repository: each branch, each tag, each pull request, each environment. */
    REPOSITORY(null);

    private final @Nullable String claim;

    Scope(@Nullable String claim) {
      this.claim = claim;
    }
  }

  /** The narrowest scope that a job has without a change of its workflow being locked out. */
  public static Scope usual(Claims claims) {
    return claims.text("environment").isPresent() ? Scope.ENVIRONMENT : Scope.REF;
  }

  /**
   * The condition for the jobs of a scope.
   *
   * @throws IdentityException if the token does not say what the scope needs
   */
  public static TrustCondition of(Claims claims, Scope scope) throws IdentityException {
    String subject = required(claims, "sub");
    GitHubSubject github = GitHubSubject.of(claims).orElse(null);
    if (github == null) {
      if (scope == Scope.REPOSITORY || scope == Scope.ENVIRONMENT) {
        throw IdentityException.usage(
            "the identity token is none of a GitHub repository, so there is only the condition for"
                + " its own subject");
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
      // The subject names the environment in place of the ref.
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
    // Whoever copies a condition sees all of it.
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
