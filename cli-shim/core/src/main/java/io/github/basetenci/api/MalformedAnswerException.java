package io.github.basetenci.api;

/** A successful answer that lacks what it must have. The message quotes nothing of it. */
final class MalformedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
