package io.github.basetenci.sandbox;

/** An error answer of the management API. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static Refusal invalid(String message) {
    return new Refusal(400, "VALIDATION_ERROR", message);
  }

  static Refusal unauthorized() {
    return new Refusal(401, "UNAUTHORIZED", "Invalid API key.");
  }

  static Refusal forbidden(String message) {
    return new Refusal(403, "PERMISSION_DENIED", message);
  }

  static Refusal notFound(String message) {
    return new Refusal(404, "NOT_FOUND", message);
  }

  Answer answer() {
    return Answer.json(status, Answer.object().put("code", code).put("message", getMessage()));
  }
}
