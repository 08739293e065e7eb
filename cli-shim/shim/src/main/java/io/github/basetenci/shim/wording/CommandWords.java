package io.github.basetenci.shim.wording;

import io.github.basetenci.auth.SourceNames;
import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Situation;

/** The words of the command line: its flags, its commands and the variables that it reads. */
public final class CommandWords {
  /** The flags that sentences name as the source of a value. */
  public static final SourceNames SOURCES =
      new SourceNames("--profile", "--remote", "--remote-url");

  /** Tells the user what to do, with flags and commands. */
  public static final Advice ADVICE = CommandWords::advice;

  /** The sources, the advice, and the names of options together. */
  public static final Words WORDS = new Words(SOURCES, ADVICE, CommandWords::name);

  private CommandWords() {}

  private static String name(String thing) {
    return switch (thing) {
      case Words.LOGIN -> thing;
      case "minting-api-key" -> "--minting-key-file";
      case Words.AUTHORITIES -> "SSL_CERT_FILE";
      default -> "--" + thing;
    };
  }

  private static String advice(Situation situation, String name) {
    return switch (situation) {
      case KEY_MISSING ->
          ": set BASETEN_API_KEY, or pass --api-key-stdin, --api-key-file or --api-key-env";
      case IDENTITY_MISSING ->
          "; on GitHub give it 'permissions: id-token: write', elsewhere name where the token comes"
              + " from with --id-token-file, --id-token-env, --id-token-command or"
              + " --id-token-source";
      case IDENTITY_NOT_CHOSEN ->
          "; name one with --id-token-source, --id-token-file or --id-token-env";
      case NOT_LOGGED_IN -> "; run 'baseten-ci auth login' or set BASETEN_API_KEY";
      case NO_PROFILE_STORED -> "; run 'baseten-ci auth login'";
      case PROFILE_NOT_STORED -> "; run 'baseten-ci auth login --profile " + name + "'";
      case REMOTE_NOT_STORED -> "; run 'baseten-ci auth login --remote " + name + "'";
      case NAME_NOT_STORED -> "; run 'baseten-ci profiles list'";
      case REMOTE_IS_NO_PROFILE ->
          "; name it with --remote where it is wanted, or log in to both files";
      case PROFILE_NOT_CHOSEN -> "; name one with --profile: " + name;
      case REMOTE_NOT_CHOSEN -> "; name one with --remote";
      case LOGOUT_PROFILE_NOT_CHOSEN -> "; name one with --profile (" + name + "), or pass --all";
      case LOGOUT_REMOTE_NOT_CHOSEN -> "; name one with --remote, or pass --all";
      case STORED_URLS_DIFFER -> "; say which with --remote-url";
      case STORE_PATH_UNKNOWN -> "; set it, or set " + name;
      case CERTIFICATE_NOT_TRUSTED ->
          "; if your company signs its own, name its CA file in SSL_CERT_FILE";
      case CA_FILE_UNUSABLE -> "; name a PEM file with the certificate";
      case PROXY_REFUSES -> "; ask its owner to allow the host, or add the host to NO_PROXY";
      case PROXY_LOGIN_MISSING -> "; put user:password@ into the proxy variable";
      case PROXY_LOGIN_REFUSED ->
          "; it refuses the user and the password in the proxy variable, so correct them";
      case PROXY_LOGIN_UNKNOWN -> "; ask its owner for one, or add the host to NO_PROXY";
      case KEY_MAY_BE_SCOPED ->
          ": if this one is not, state so (option --not-environment-scoped, or the policy of its"
              + " credential)";
      case NEW_KEYS_FORBIDDEN ->
          "; let jobs log in without a key, by a trust rule (option --trust-rule)";
    };
  }
}
