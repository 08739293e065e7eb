package io.github.basetenci.targets.github;

/** An answer lacks a part. The message continues a sentence about the answer. */
final class MalformedGitHubAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedGitHubAnswerException(String problem) {
    super(problem);
  }
}
