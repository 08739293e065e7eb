package io.github.basetenci.action;

import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.shim.wording.Words;
import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Situation;

/** The words of the action: its inputs, and the variables of a job. */
final class ActionWords {
  /** The inputs that sentences name as the source of a value. */
  static final SourceNames SOURCES =
      new SourceNames("input profile", "input remote", "input remote-url");

  /** What to do, by inputs. */
  static final Advice ADVICE = ActionWords::advice;

  /** Both, and the names of inputs. */
  static final Words WORDS = new Words(SOURCES, ADVICE, ActionWords::name);

  private ActionWords() {}

  private static String name(String thing) {
    return switch (thing) {
      case "expect-workspace" -> "expected-workspace";
      case "ephemeral" -> "ephemeral: true";
      case Words.LOGIN -> "the main stage";
      case Words.AUTHORITIES -> "SSL_CERT_FILE and ca-certificate";
      default -> thing;
    };
  }

  private static String advice(Situation situation, String name) {
    return switch (situation) {
      case KEY_MISSING -> ": set the input api-key, or the variable BASETEN_API_KEY";
      case STORED_URLS_DIFFER -> "; say which with the input remote-url";
      case STORE_PATH_UNKNOWN -> "; set it, or set " + name;
      case CERTIFICATE_NOT_TRUSTED ->
          "; if your company signs its own, give its CA to ca-certificate";
      case CA_FILE_UNUSABLE -> "; name a PEM file with the certificate";
      case PROXY_REFUSES -> "; ask its owner to allow the host, or add the host to NO_PROXY";
      case PROXY_LOGIN_MISSING -> "; put user:password@ into the proxy variable";
      case PROXY_LOGIN_REFUSED ->
          "; it refuses the user and the password in the proxy variable, so correct them";
      case PROXY_LOGIN_UNKNOWN -> "; ask its owner for one, or add the host to NO_PROXY";
      // It uses no stored login, logs out of its own alone, and rotates nothing.
      case NOT_LOGGED_IN,
          NO_PROFILE_STORED,
          PROFILE_NOT_STORED,
          REMOTE_NOT_STORED,
          NAME_NOT_STORED,
          REMOTE_IS_NO_PROFILE,
          PROFILE_NOT_CHOSEN,
          REMOTE_NOT_CHOSEN,
          LOGOUT_PROFILE_NOT_CHOSEN,
          LOGOUT_REMOTE_NOT_CHOSEN,
          LOGOUT_OF_OAUTH_REMOTE,
          LOGOUT_OF_OAUTH_PROFILE,
          KEY_MAY_BE_SCOPED ->
          "";
    };
  }
}
