package io.github.basetenci.action;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.cli.output.LogLevel;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of the action, checked.
 *
 * @param apiKey the key as it was given; null when the input was not given, empty when what was
 *     given for it is empty
 * @param remotes the YAML of further logins, empty for none
 * @param requiredKeyTypes the types of which every key must have one; empty for any
 * @param caCertificate a PEM text or the path of one, or null
 * @param sandboxUrl the management API to use in place of Baseten's, or null
 */
record Inputs(
    @Nullable String apiKey,
    @Nullable String remote,
    @Nullable String remoteUrl,
    @Nullable String profile,
    @Nullable String team,
    String remotes,
    Export export,
    boolean verify,
    @Nullable String expectedWorkspace,
    List<ApiKeyType> requiredKeyTypes,
    boolean allowFallback,
    boolean allowUnknownRemote,
    boolean logout,
    Duration timeout,
    @Nullable String caCertificate,
    boolean doctor,
    @Nullable String sandboxUrl) {

  /** What {@code action.yml} has for a key that the workflow does not mention. */
  private static final String NOT_GIVEN = "-";

  private static final int LONGEST_TIMEOUT_SECONDS = 3600;

  /** What later steps see of the login. */
  enum Export {
    FILES,
    ENV,
    BOTH,
    NONE;

    boolean writesFiles() {
      return this != ENV;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads and checks all of them.
   *
   * @throws ActionException if one is unusable; it names the input, and quotes no key
   */
  static Inputs read(Job job) throws ActionException {
    if (!InputText.of(job, "log").isEmpty() && LogLevel.of(InputText.of(job, "log")).isEmpty()) {
      throw new ActionException("log must be warning, humanfriendly, info or debug");
    }
    boolean verify = bool(job, "verify", true);
    String expectedWorkspace = text(job, "expected-workspace");
    List<ApiKeyType> requiredKeyTypes = keyTypes(job);
    if (!verify && (expectedWorkspace != null || !requiredKeyTypes.isEmpty())) {
      throw new ActionException(
          "verify: false and "
              + (expectedWorkspace != null ? "expected-workspace" : "require-key-type")
              + " exclude each other; remove one of them");
    }
    return new Inputs(
        apiKey(job),
        text(job, "remote"),
        text(job, "remote-url"),
        text(job, "profile"),
        text(job, "team"),
        InputText.of(job, "remotes"),
        export(job),
        verify,
        expectedWorkspace,
        requiredKeyTypes,
        bool(job, "allow-fallback", false),
        bool(job, "allow-unknown-remote", false),
        bool(job, "logout", true),
        timeout(job),
        text(job, "ca-certificate"),
        bool(job, "doctor", false),
        text(job, "sandbox-url"));
  }

  /** The key, as {@link #apiKey()} has it; it may be wanted before the other inputs are read. */
  static @Nullable String apiKey(Job job) {
    String given = InputText.of(job, "api-key");
    return given.equals(NOT_GIVEN) || !InputText.isThere(job, "api-key") ? null : given;
  }

  /** How much is said; what is no level is refused by {@link #read}, so it counts as none here. */
  static LogLevel logLevel(Job job) {
    return LogLevel.of(InputText.of(job, "log")).orElse(LogLevel.HUMANFRIENDLY);
  }

  /** Whether a failing post step fails the job. */
  static boolean strictLogout(Job job) throws ActionException {
    return bool(job, "strict-logout", false);
  }

  private static @Nullable String text(Job job, String name) {
    String text = InputText.of(job, name);
    return text.isEmpty() ? null : text;
  }

  private static boolean bool(Job job, String name, boolean preset) throws ActionException {
    return switch (InputText.of(job, name)) {
      case "" -> preset;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new ActionException(name + " must be true or false");
    };
  }

  private static Export export(Job job) throws ActionException {
    String text = InputText.of(job, "export");
    for (Export export : Export.values()) {
      if (text.isEmpty() || text.equals(export.word())) {
        return export;
      }
    }
    throw new ActionException("export must be files, env, both or none");
  }

  private static Duration timeout(Job job) throws ActionException {
    String text = InputText.of(job, "timeout-seconds");
    if (text.isEmpty()) {
      return Duration.ofSeconds(60);
    }
    if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= LONGEST_TIMEOUT_SECONDS) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    throw new ActionException(
        "timeout-seconds must be a whole number from 1 to " + LONGEST_TIMEOUT_SECONDS);
  }

  /** One or several, by commas or blanks; also in the spelling of {@code baseten}. */
  private static List<ApiKeyType> keyTypes(Job job) throws ActionException {
    List<ApiKeyType> types = new ArrayList<>();
    for (String word : InputText.of(job, "require-key-type").split("[\\s,]+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      ApiKeyType type = new ApiKeyType(word.toUpperCase(Locale.ROOT).replace('-', '_'));
      if (!type.isKnown()) {
        throw new ActionException(
            "require-key-type is '"
                + Neutralizer.line(word)
                + "', which is no type of key; the types are: "
                + String.join(", ", ApiKeyType.KNOWN.stream().map(ApiKeyType::value).toList()));
      }
      types.add(type);
    }
    return List.copyOf(types);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Inputs[" + remote + ", " + export + "]";
  }
}
