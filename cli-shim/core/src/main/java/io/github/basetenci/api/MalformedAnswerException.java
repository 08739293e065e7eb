package io.github.basetenci.api;

/** A successful answer without a required part. The message quotes no part of the answer. */
final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
