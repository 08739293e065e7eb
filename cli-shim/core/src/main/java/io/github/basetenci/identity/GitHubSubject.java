package io.github.basetenci.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subject of a token of GitHub. It begins with {@code repo:OWNER/NAME:}, or, in repositories
 * that were made, renamed or transferred since July 2026, with {@code repo:OWNER@ID/NAME@ID:}.
 *
 * @param prefix how this one begins, up to and with the colon behind the repository
 * @param otherPrefix how it would begin in the other form; null if the ids are not known
 * @param rest what stands behind the prefix
 */
record GitHubSubject(String prefix, @Nullable String otherPrefix, String rest) {
  private static final String START = "repo:";

  /** Nothing for a subject that an organization has changed, and for other issuers. */
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

  /** Whether it has the ids of owner and repository in it. */
  boolean isImmutable() {
    return prefix.indexOf('@') >= 0;
  }
}
