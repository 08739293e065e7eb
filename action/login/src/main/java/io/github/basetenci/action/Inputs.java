package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.InputText;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.output.LogLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of the action. Inputs for which {@code job login} has a flag are in its command line;
 * the others are checked here.
 *
 * @param apiKey the key as the workflow gave it; null when the workflow did not give the input,
 *     empty when the workflow gave an empty value
 * @param mintingKey the key that mints the key of the job; null when no key is to be minted
 * @param names values that are not keys, by input, in the order in which they are checked
 * @param on the boolean inputs that are true
 * @param line the command line of {@code job login}
 */
record Inputs(
    @Nullable String apiKey,
    @Nullable String mintingKey,
    Map<String, List<String>> names,
    List<RemotesInput.Remote> remotes,
    Export export,
    Set<String> on,
    List<String> line) {

  /** The default of inputs in {@code action.yml} for which an empty value is a mistake. */
  private static final String NOT_GIVEN = "-";

  /** This variable switches off every post step of the job, so no minted key would be deleted. */
  private static final String SKIP = "BASETEN_SKIP_LOGOUT";

  static final String ALLOW_UNKNOWN_REMOTE = "allow-unknown-remote";
  static final String SANDBOX = "sandbox-url";

  /** How later steps see the login. */
  enum Export {
    FILES,
    ENV,
    BOTH,
    NONE
  }

  /**
   * Reads all inputs, and checks what the flags of {@code job login} cannot check.
   *
   * @throws WorkflowException if an input is unusable; the message names the input and quotes no
   *     key
   */
  static Inputs read(ContainerJob job) throws WorkflowException {
    String log = InputText.of(job, "log");
    if (!log.isEmpty() && LogLevel.of(log).isEmpty()) {
      throw new WorkflowException("log must be warning, humanfriendly, info or debug");
    }
    boolean verify = InputText.bool(job, "verify", true);
    List<String> types = InputText.words(job, "require-key-type");
    List<RemotesInput.Remote> remotes = RemotesInput.parse(InputText.of(job, "remotes"));
    Map<String, List<String>> names = new LinkedHashMap<>();
    add(names, "trust-rule", trustRule(job, remotes.isEmpty()));
    add(names, "audience", InputText.of(job, "audience"));
    add(names, "remote", InputText.of(job, "remote"));
    add(names, "remote-url", InputText.of(job, "remote-url"));
    add(names, "profile", InputText.of(job, "profile"));
    add(names, "team", InputText.of(job, "team"));
    add(names, "expect-workspace", expectWorkspace(job));
    add(names, SANDBOX, InputText.of(job, "sandbox-url"));
    add(names, "ephemeral-team", InputText.of(job, "ephemeral-team"));
    names.put("ephemeral-models", InputText.words(job, "ephemeral-models"));
    String type = InputText.of(job, "ephemeral-type");
    String hours = InputText.of(job, "ephemeral-max-age-hours");
    boolean workspace = names.containsKey("expect-workspace");
    if (!verify && (workspace || !types.isEmpty())) {
      throw new WorkflowException(
          "verify: false and "
              + (workspace ? "expect-workspace" : "require-key-type")
              + " exclude each other; remove one of them");
    }
    boolean ephemeral = ephemeral(job);
    for (String name : List.of("token-lifetime", "timeout-seconds")) {
      if (!InputText.of(job, name).isEmpty() && !isTimeout(InputText.of(job, name))) {
        throw new WorkflowException(name + " must be a whole number from 1 to 3600");
      }
    }
    strictLogout(job);
    Export export = export(job);
    Set<String> on = new HashSet<>();
    flag(on, "allow-fallback", InputText.bool(job, "allow-fallback", false));
    flag(on, ALLOW_UNKNOWN_REMOTE, InputText.bool(job, "allow-unknown-remote", false));
    flag(on, "logout", InputText.bool(job, "logout", true));
    flag(on, "doctor", InputText.bool(job, "doctor", false));
    List<String> line = new ArrayList<>(List.of("job", "login"));
    line.addAll(network(job));
    flag(line, "--no-verify", !verify);
    flag(line, "--" + ALLOW_UNKNOWN_REMOTE, on.contains(ALLOW_UNKNOWN_REMOTE));
    flag(line, "--file-less", export == Export.ENV);
    flag(line, "--export-secret", export == Export.ENV || export == Export.BOTH);
    flag(line, "--ephemeral", ephemeral);
    flag(line, "--ephemeral-type=" + type, !type.isEmpty());
    flag(line, "--ephemeral-max-age-hours=" + hours, !hours.isEmpty());
    types.forEach(each -> line.add("--require-key-type=" + each));
    String lifetime = InputText.of(job, "token-lifetime");
    flag(line, "--token-lifetime=" + lifetime, !lifetime.isEmpty());
    // There is no flag for the sandbox.
    names.forEach(
        (name, texts) ->
            texts.forEach(each -> flag(line, "--" + name + "=" + each, !name.equals(SANDBOX))));
    return new Inputs(
        apiKey(job), ephemeral ? mintingKey(job) : null, names, remotes, export, on, line);
  }

  /** The value of an input that holds a name; null when the input is empty. */
  @Nullable String name(String input) {
    List<String> texts = names.getOrDefault(input, List.of());
    return texts.isEmpty() ? null : texts.get(0);
  }

  /** The value of {@link #apiKey()}, for callers before {@link #read}. */
  static @Nullable String apiKey(ContainerJob job) {
    return InputText.given(job, "api-key").filter(key -> !key.equals(NOT_GIVEN)).orElse(null);
  }

  /** The minting key as the workflow gave it, for callers before {@link #read}. */
  static String mintingKey(ContainerJob job) {
    return InputText.of(job, "minting-api-key");
  }

  /** The log level; the default level for a wrong value, which {@link #read} refuses. */
  static LogLevel logLevel(ContainerJob job) {
    return LogLevel.of(InputText.of(job, "log")).orElse(LogLevel.HUMANFRIENDLY);
  }

  /** Whether a failing post step fails the job. */
  static boolean strictLogout(ContainerJob job) {
    return InputText.bool(job, "strict-logout", false);
  }

  /** Reads also {@code expected-workspace}, the name of the input in version 0.1.0. */
  private static String expectWorkspace(ContainerJob job) {
    String given = InputText.of(job, "expect-workspace");
    return given.isEmpty() ? InputText.of(job, "expected-workspace") : given;
  }

  /** The flags for reaching the server, without an unusable time, which {@link #read} refuses. */
  static List<String> network(ContainerJob job) {
    List<String> flags = new ArrayList<>();
    String certificate = InputText.of(job, "ca-certificate");
    flag(flags, "--ca-certificate=" + certificate, !certificate.isEmpty());
    String seconds = InputText.of(job, "timeout-seconds");
    flag(flags, "--timeout=" + seconds, isTimeout(seconds));
    return flags;
  }

  private static boolean isTimeout(String text) {
    return text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= 3600;
  }

  /**
   * The trust rule of the input, or that of the variable if no input gives a key; empty for a login
   * with a key.
   */
  private static String trustRule(ContainerJob job, boolean noRemotes) throws WorkflowException {
    String key = apiKey(job);
    String given = InputText.given(job, "trust-rule").orElse(NOT_GIVEN);
    if (given.isEmpty()) {
      throw new WorkflowException(
          "trust-rule is empty: this job sees no variable or secret of the name that the workflow"
              + " gives; correct the name, or remove trust-rule");
    }
    if (given.equals(NOT_GIVEN)) {
      boolean mints = InputText.bool(job, "ephemeral", false);
      boolean noKey = key == null || key.isEmpty();
      return noRemotes && !mints && noKey ? job.variable(Environment.TRUST_RULE) : "";
    }
    if (key != null) {
      throw new WorkflowException("trust-rule and api-key exclude each other; remove one of them");
    }
    return given;
  }

  /** Whether to mint a key. Then the workflow must not give another key. */
  private static boolean ephemeral(ContainerJob job) throws WorkflowException {
    if (!InputText.bool(job, "ephemeral", false)) {
      if (!mintingKey(job).isEmpty()) {
        throw new WorkflowException(
            "minting-api-key goes with ephemeral: true alone; set that, or remove it");
      }
      return false;
    }
    String other = null;
    if (apiKey(job) != null) {
      other = "api-key";
    } else if (InputText.bool(job, "allow-fallback", false)) {
      other = "allow-fallback: true";
    } else if (!InputText.bool(job, "logout", true)) {
      other = "logout: false";
    } else if (job.variable(SKIP).equals("true")) {
      other = "the variable " + SKIP;
    }
    if (other != null) {
      throw new WorkflowException(
          "ephemeral: true and " + other + " exclude each other; remove one of them");
    }
    return true;
  }

  private static Export export(ContainerJob job) throws WorkflowException {
    String text = InputText.of(job, "export");
    for (Export export : Export.values()) {
      if (text.isEmpty() || text.equals(export.name().toLowerCase(Locale.ROOT))) {
        return export;
      }
    }
    throw new WorkflowException("export must be files, env, both or none");
  }

  private static void add(Map<String, List<String>> names, String input, String text) {
    if (!text.isEmpty()) {
      names.put(input, List.of(text));
    }
  }

  private static void flag(Collection<String> all, String flag, boolean wanted) {
    if (wanted) {
      all.add(flag);
    }
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Inputs[" + names + ", " + export + "]";
  }
}
