package io.github.basetenci.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subject of a token of GitHub. It begins with {@code repo:OWNER/NAME:}. In repositories that
 * were created, renamed or transferred since July 2026, it begins with {@code
 * repo:OWNER@ID/NAME@ID:} instead.
 *
 * @param prefix the beginning of this subject, including the colon after the repository
 * @param otherPrefix the beginning that this subject would have in the other form; null if the ids
 *     are not known
 * @param rest the text after the prefix
 */
record GitHubSubject(String prefix, @Nullable String otherPrefix, String rest) {
  private static final String START = "repo:";

  /**
   * Empty for a subject whose form an organization has customized, and for tokens of other issuers.
   */
  static Optional<GitHubSubject> of(Claims claims) {
    String subject = claims.text("sub").orElse("");
    String repository = claims.text("repository").orElse("");
    int slash = repository.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String classic = START + repository + ":";
    String ownerId = claims.text("repository_owner_id").orElse("");
    String repositoryId = claims.text("repository_id").orElse("");
    String immutable =
        ownerId.isEmpty() || repositoryId.isEmpty()
            ? null
            : START
                + repository.substring(0, slash)
                + "@"
                + ownerId
                + "/"
                + repository.substring(slash + 1)
                + "@"
                + repositoryId
                + ":";
    if (subject.startsWith(classic)) {
      return Optional.of(
          new GitHubSubject(classic, immutable, subject.substring(classic.length())));
    }
    if (immutable != null && subject.startsWith(immutable)) {
      return Optional.of(
          new GitHubSubject(immutable, classic, subject.substring(immutable.length())));
    }
    return Optional.empty();
  }

  /** The whole subject in the other form, or null. */
  @Nullable String other() {
    return otherPrefix == null ? null : otherPrefix + rest;
  }

  /** Whether the subject contains the ids of owner and repository. */
  boolean isImmutable() {
    return prefix.indexOf('@') >= 0;
  }
}
