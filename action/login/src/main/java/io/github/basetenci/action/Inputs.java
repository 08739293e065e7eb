package io.github.basetenci.action;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.shim.output.LogLevel;
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
 * @param ephemeral the key to mint for this job in place of {@code apiKey}, or null
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
    @Nullable String sandboxUrl,
    @Nullable EphemeralInputs ephemeral) {

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
    boolean verify = InputText.bool(job, "verify", true);
    String expectedWorkspace = expectedWorkspace(job);
    List<ApiKeyType> requiredKeyTypes = keyTypes(job);
    if (!verify && (expectedWorkspace != null || !requiredKeyTypes.isEmpty())) {
      throw new ActionException(
          "verify: false and "
              + (expectedWorkspace != null ? "expect-workspace" : "require-key-type")
              + " exclude each other; remove one of them");
    }
    EphemeralInputs ephemeral = EphemeralInputs.read(job, requiredKeyTypes);
    strictLogout(job);
    return new Inputs(
        apiKey(job),
        InputText.orNull(job, "remote"),
        InputText.orNull(job, "remote-url"),
        InputText.orNull(job, "profile"),
        InputText.orNull(job, "team"),
        InputText.of(job, "remotes"),
        export(job),
        verify,
        expectedWorkspace,
        requiredKeyTypes,
        InputText.bool(job, "allow-fallback", false),
        InputText.bool(job, "allow-unknown-remote", false),
        InputText.bool(job, "logout", true),
        timeout(job),
        InputText.orNull(job, "ca-certificate"),
        InputText.bool(job, "doctor", false),
        InputText.orNull(job, "sandbox-url"),
        ephemeral);
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
    return InputText.bool(job, "strict-logout", false);
  }

  /** Also by the name that the input had in version 0.1.0. */
  private static @Nullable String expectedWorkspace(Job job) {
    String given = InputText.orNull(job, "expect-workspace");
    return given != null ? given : InputText.orNull(job, "expected-workspace");
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

  private static List<ApiKeyType> keyTypes(Job job) throws ActionException {
    List<ApiKeyType> types = new ArrayList<>();
    for (String word : InputText.words(job, "require-key-type")) {
      types.add(InputText.keyType("require-key-type", word));
    }
    return List.copyOf(types);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Inputs[" + remote + ", " + export + "]";
  }
}
