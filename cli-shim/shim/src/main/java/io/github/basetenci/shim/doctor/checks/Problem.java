package io.github.basetenci.shim.doctor.checks;

import static io.github.basetenci.shim.doctor.checks.Severity.ERROR;
import static io.github.basetenci.shim.doctor.checks.Severity.INFO;
import static io.github.basetenci.shim.doctor.checks.Severity.WARNING;

/**
 * The problems that the doctor can find, with the ids that results and docs/conformance/doctor.md
 * use.
 */
public enum Problem {
  KEY_MALFORMED("key-malformed", ERROR),
  KEY_FILE_UNUSABLE("key-file-unusable", ERROR),
  HALF_PAIR("half-pair", ERROR),
  PAIR_HIDES_TRUSSRC("pair-hides-trussrc", WARNING),
  PAIR_IGNORED("pair-ignored", ERROR),
  VARIABLES_DISAGREE("variables-disagree", WARNING),
  LOGIN_HIDDEN("login-hidden", WARNING),
  PROFILE_MISSING("profile-missing", ERROR),
  NOT_LOGGED_IN("not-logged-in", INFO),
  TRUSS_NOT_LOGGED_IN("truss-not-logged-in", WARNING),

  STORE_PATH("store-path", ERROR),
  STORE_UNREADABLE("store-unreadable", ERROR),
  STORE_OPEN("store-open", WARNING),
  STORE_DIRECTORY_OPEN("store-directory-open", WARNING),
  STORE_LEFTOVERS("store-leftovers", WARNING),
  STORES_DISAGREE("stores-disagree", WARNING),
  TRUSSRC_BROKEN("trussrc-broken", ERROR),
  TRUSSRC_BOM("trussrc-bom", ERROR),
  TRUSSRC_CRLF("trussrc-crlf", INFO),
  REMOTE_INCOMPLETE("remote-incomplete", ERROR),
  REMOTE_TWO_CREDENTIALS("remote-two-credentials", ERROR),
  REMOTE_URL_INVALID("remote-url-invalid", ERROR),
  REMOTE_UNKNOWN("remote-unknown", WARNING),
  AUTH_JSON_BROKEN("auth-json-broken", ERROR),
  AUTH_JSON_TWO_LAYOUTS("auth-json-two-layouts", WARNING),
  AUTH_JSON_OTHER_LAYOUT("auth-json-other-layout", WARNING),
  OAUTH_EXPIRED("oauth-expired", INFO),
  KEYRING_DISABLED("keyring-disabled", ERROR),

  KEY_TRACKED_BY_GIT("key-tracked-by-git", ERROR),
  TOOL_BROKEN("tool-broken", WARNING),
  TRUSS_OLD("truss-old", INFO),
  SERVER_UNREACHABLE("server-unreachable", ERROR),
  CLOCK_WRONG("clock-wrong", WARNING),
  KEY_REFUSED("key-refused", ERROR),
  KEY_WITHOUT_MANAGEMENT("key-without-management", WARNING),
  KEY_PERSONAL_IN_CI("key-personal-in-ci", WARNING),
  KEY_TOO_BROAD("key-too-broad", INFO);

  private final String id;
  private final Severity severity;

  Problem(String id, Severity severity) {
    this.id = id;
    this.severity = severity;
  }

  public String id() {
    return id;
  }

  /** How bad this problem usually is. */
  public Severity severity() {
    return severity;
  }

  /**
   * A finding of this problem.
   *
   * @param message what is wrong, and with which name, as a sentence; it holds no key
   * @param advice what to do, as a sentence
   */
  DoctorFinding found(String message, String advice) {
    return new DoctorFinding(this, severity, message, advice, null);
  }
}
