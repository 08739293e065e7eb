package io.github.basetenci.targets.github;

/** An answer lacks a part. The message continues a sentence about the answer. */
final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String problem) {
    super(problem);
  }
}
