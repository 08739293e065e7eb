package io.github.basetenci.action;

import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.shim.wording.Words;
import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Situation;

/** The words of the action: its inputs, and the variables of a job. */
final class ActionWords {
  /** The inputs that sentences name as the source of a value. */
  static final SourceNames SOURCES =
      new SourceNames("input profile", "input remote", "input remote-url");

  /** Tells the user what to do, by the names of inputs. */
  static final Advice ADVICE = ActionWords::advice;

  /** The sources, the advice, and the names of inputs together. */
  static final Words WORDS = new Words(SOURCES, ADVICE, ActionWords::name);

  private ActionWords() {}

  private static String name(String thing) {
    return switch (thing) {
      case "expect-workspace" -> "expected-workspace";
      case "account" -> "remotes";
      case "ephemeral" -> "ephemeral: true";
      case Words.LOGIN -> "the main stage";
      case Words.AUTHORITIES -> "SSL_CERT_FILE and ca-certificate";
      default -> thing;
    };
  }

  private static String advice(Situation situation, String name) {
    return switch (situation) {
      case KEY_MISSING -> ": set the input api-key, or the variable BASETEN_API_KEY";
      case IDENTITY_MISSING -> "; give the job 'permissions: id-token: write'";
      case IDENTITY_NOT_CHOSEN -> "; leave one of them out of the job's variables";
      case NEW_KEYS_FORBIDDEN -> "; log in without a key, by the inputs trust-rule and audience";
      case STORED_URLS_DIFFER -> "; say which with the input remote-url";
      case CERTIFICATE_NOT_TRUSTED ->
          "; if your company signs its own, give its CA to ca-certificate";
      // The command's advice for these situations names no flag and no command.
      case STORE_PATH_UNKNOWN,
          CA_FILE_UNUSABLE,
          PROXY_REFUSES,
          PROXY_LOGIN_MISSING,
          PROXY_LOGIN_REFUSED,
          PROXY_LOGIN_UNKNOWN ->
          CommandWords.ADVICE.on(situation, name);
      // The action uses no stored login, logs out of its own login only, and rotates no key.
      default -> "";
    };
  }
}
