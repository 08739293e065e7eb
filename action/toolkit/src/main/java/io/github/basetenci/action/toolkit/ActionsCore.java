package io.github.basetenci.action.toolkit;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code @actions/core} under their names. Nothing static: environment, output and
 * all else are handed to the {@linkplain #builder builder}. A value may be null (empty), text, or a
 * number, boolean, map, list or array, which is written as its JSON.
 *
 * <p>Every function that writes a file command throws {@link ToolkitException} when the file is
 * missing or cannot be written.
 */
public final class ActionsCore {
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final Set<Improvement> improvements;
  private final Platform platform;
  private final Log log;
  private final FileCommands files;
  private final Inputs inputs;
  private final Summary summary;
  private final OidcClient oidc;
  private int exitCode;

  private ActionsCore(Builder builder) {
    platform = builder.platform;
    // Names of variables know no case on Windows.
    environment =
        platform.isWindows() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
    environment.putAll(builder.environment);
    improvements = Collections.unmodifiableSet(EnumSet.copyOf(builder.improvements));
    log = new Log(builder.stdout, platform.lineEnd(), has(Improvement.FRESH_LINE));
    files = new FileCommands(platform.lineEnd(), builder.delimiters);
    inputs = new Inputs(environment);
    summary = new Summary(environment, platform.lineEnd(), has(Improvement.SUMMARY_LIMIT));
    HttpGet http =
        builder.http == null
            ? new UrlConnectionGet(new ProxyVariables(environment)::proxyFor, HTTP_TIMEOUT)
            : builder.http;
    oidc = new OidcClient(environment, http, builder.sleeper, has(Improvement.RETRIED_CONNECTIONS));
  }

  /**
   * A builder that knows where input comes from and output goes; it copies the environment.
   *
   * @param stdout written line by line in UTF-8, and flushed after each
   */
  public static Builder builder(Map<String, String> environment, OutputStream stdout) {
    return new Builder(environment, stdout);
  }

  /** The environment with all that was exported since; a view. */
  public Map<String, String> environment() {
    return Collections.unmodifiableMap(environment);
  }

  public Platform platform() {
    return platform;
  }

  // Variables

  /** Sets a variable for this program's {@link #environment} and for all later steps of the job. */
  public void exportVariable(String name, @Nullable Object value) {
    String text = CommandValue.of(value);
    if (has(Improvement.CHECKED_ENTRIES)) {
      Entries.checkVariable(name, text);
    }
    environment.put(name, text);
    String file = fileOf("GITHUB_ENV");
    if (file.isEmpty()) {
      issueCommand(new Command("set-env", Map.of("name", name), text));
    } else {
      files.append(file, files.keyValue(name, text));
    }
  }

  /**
   * Hides a value in the log, from here to the end of the job.
   *
   * @return false when nothing was hidden, because the value is empty or too short
   */
  public boolean setSecret(String secret) {
    Set<String> masks =
        has(Improvement.NO_SHORT_MASKS) ? Masks.of(secret) : Collections.singleton(secret);
    masks.forEach(mask -> issueCommand(Command.of("add-mask", mask)));
    return !masks.isEmpty();
  }

  /**
   * Hides a secret's derived forms: those that the runner does not add by itself, such as hex,
   * base64url, or base64 with a user name around it. Each is hidden once.
   *
   * @return how many were hidden; empty and too short ones are not
   */
  public int setSecrets(Collection<String> forms) {
    return (int) new LinkedHashSet<>(forms).stream().filter(this::setSecret).count();
  }

  /** Puts a directory in front of PATH, for this environment and for all later steps of the job. */
  public void addPath(String path) {
    if (has(Improvement.CHECKED_ENTRIES)) {
      Entries.checkPath(path);
    }
    String file = fileOf("GITHUB_PATH");
    if (file.isEmpty()) {
      issueCommand(Command.of("add-path", path));
    } else {
      files.append(file, path);
    }
    environment.merge("PATH", path, (old, added) -> added + platform.delimiter() + old);
  }

  // Inputs and outputs

  /** The input, trimmed; empty when it is not given. */
  public String getInput(String name) {
    return getInput(name, InputOptions.DEFAULT);
  }

  /**
   * @throws ToolkitException if the input is required and empty
   */
  public String getInput(String name, InputOptions options) {
    return inputs.get(name, options);
  }

  public List<String> getMultilineInput(String name) {
    return getMultilineInput(name, InputOptions.DEFAULT);
  }

  /** The lines of the input that are not empty; each is trimmed afterwards. */
  public List<String> getMultilineInput(String name, InputOptions options) {
    return inputs.getMultiline(name, options);
  }

  public boolean getBooleanInput(String name) {
    return getBooleanInput(name, InputOptions.DEFAULT);
  }

  /**
   * @throws ToolkitException unless the input is one of {@code true True TRUE false False FALSE}
   */
  public boolean getBooleanInput(String name, InputOptions options) {
    return inputs.getBoolean(name, options);
  }

  /** Sets an output of the step. */
  public void setOutput(String name, @Nullable Object value) {
    keyValue("GITHUB_OUTPUT", "an output", name, value, "set-output");
  }

  /** Whether the runner repeats commands in the log, from here on. */
  public void setCommandEcho(boolean enabled) {
    issueCommand(Command.of("echo", enabled ? "on" : "off"));
  }

  // Results

  /** An error, after which {@link #exitCode} is 1. */
  public void setFailed(String message) {
    exitCode = 1;
    error(message);
  }

  public void setFailed(Throwable failure) {
    setFailed(failure.toString());
  }

  /** With what the program is to exit: 0, or 1 after {@link #setFailed}. */
  public int exitCode() {
    return exitCode;
  }

  // Logging

  /** Whether the job is run again with debug logging. */
  public boolean isDebug() {
    return "1".equals(environment.get("RUNNER_DEBUG"));
  }

  /** Shown only where {@link #isDebug}. */
  public void debug(String message) {
    issueCommand(Command.of("debug", message));
  }

  public void error(String message) {
    error(message, AnnotationProperties.NONE);
  }

  public void error(Throwable failure) {
    error(failure.toString());
  }

  public void error(String message, AnnotationProperties properties) {
    issueCommand(new Command("error", properties.toCommandProperties(), message));
  }

  public void warning(String message) {
    warning(message, AnnotationProperties.NONE);
  }

  public void warning(Throwable failure) {
    warning(failure.toString());
  }

  public void warning(String message, AnnotationProperties properties) {
    issueCommand(new Command("warning", properties.toCommandProperties(), message));
  }

  public void notice(String message) {
    notice(message, AnnotationProperties.NONE);
  }

  public void notice(Throwable failure) {
    notice(failure.toString());
  }

  public void notice(String message, AnnotationProperties properties) {
    issueCommand(new Command("notice", properties.toCommandProperties(), message));
  }

  /** Prints text; it may have several lines, none of which is a command. */
  public void info(String message) {
    // A carriage return at the end ends the same line as our line end does.
    String foreign = message.endsWith("\r") ? message.substring(0, message.length() - 1) : message;
    log.line(has(Improvement.NEUTRAL_INFO) ? ForeignText.neutralize(foreign) : message);
  }

  /**
   * The log as a stream, for what a tool prints, in UTF-8: nothing in it is a command. Closing it
   * leaves the log open.
   */
  public OutputStream foreignOutput() {
    return log.foreign();
  }

  /** What is printed until {@link #endGroup} can be folded in the log. Groups do not nest. */
  public void startGroup(String name) {
    issueCommand(Command.of("group", name));
  }

  public void endGroup() {
    issueCommand(Command.of("endgroup", ""));
  }

  /** What {@code body} prints can be folded in the log. */
  public <T> T group(String name, Supplier<T> body) {
    startGroup(name);
    try {
      return body.get();
    } finally {
      endGroup();
    }
  }

  /** Prints a command of any name. */
  public void issueCommand(Command command) {
    log.line(command.toString());
  }

  // State

  /** Keeps a value for the action's post step; it is shown in the debug log, so no secret. */
  public void saveState(String name, @Nullable Object value) {
    keyValue("GITHUB_STATE", "a state", name, value, "save-state");
  }

  /** What an earlier stage of this action saved; empty when it did not. */
  public String getState(String name) {
    return environment.getOrDefault("STATE_" + name, "");
  }

  // Summary and OIDC

  /** The page that GitHub shows for this job; one buffer for this object. */
  public Summary summary() {
    return summary;
  }

  public String getIDToken() {
    return getIDToken(null);
  }

  /**
   * A token of GitHub that says which workflow this is, masked; it lives for five minutes. Asked
   * for up to eleven times within some ten seconds of waiting.
   *
   * @param audience for whom it is meant; GitHub's default when null or empty
   * @throws ToolkitException if the job lacks the permission {@code id-token: write}, or GitHub
   *     gives none
   */
  public String getIDToken(@Nullable String audience) {
    String url = oidc.url(audience);
    debug("ID token url is " + url);
    String token = oidc.token(url);
    setSecret(token);
    return token;
  }

  private void keyValue(
      String variable, String what, String name, @Nullable Object value, String oldCommand) {
    String text = CommandValue.of(value);
    if (has(Improvement.CHECKED_ENTRIES)) {
      Entries.checkName(what, name);
    }
    String file = fileOf(variable);
    if (!file.isEmpty()) {
      files.append(file, files.keyValue(name, text));
      return;
    }
    if (oldCommand.equals("set-output")) {
      log.line("");
    }
    issueCommand(new Command(oldCommand, Map.of("name", name), text));
  }

  /** The path of a file command; empty for the old command. */
  private String fileOf(String variable) {
    String file = environment.getOrDefault(variable, "");
    if (file.isEmpty() && has(Improvement.NO_OLD_COMMANDS)) {
      throw new ToolkitException(
          variable + " is not set, so nothing can be told to the runner: is this a workflow step?");
    }
    return file;
  }

  private boolean has(Improvement improvement) {
    return improvements.contains(improvement);
  }

  /** What an {@link ActionsCore} is made of; all but environment and output has a default. */
  public static final class Builder {
    private final Map<String, String> environment;
    private final OutputStream stdout;
    private final EnumSet<Improvement> improvements = EnumSet.allOf(Improvement.class);
    private Platform platform = Platform.LINUX;
    private Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
    private @Nullable HttpGet http;
    private Supplier<String> delimiters = () -> "ghadelimiter_" + UUID.randomUUID();

    private Builder(Map<String, String> environment, OutputStream stdout) {
      this.environment = environment;
      this.stdout = stdout;
    }

    /** Linux, as in every container action, unless told otherwise. */
    public Builder platform(Platform value) {
      platform = value;
      return this;
    }

    /** Supplies the line that ends a value in a file command; a new random one by default. */
    public Builder delimiters(Supplier<String> value) {
      delimiters = value;
      return this;
    }

    /**
     * Fetches the OIDC token. By default the JDK's client, through the proxy that the environment
     * names, with a timeout of 30 seconds.
     */
    public Builder http(HttpGet value) {
      http = value;
      return this;
    }

    /** Waits before the OIDC token is asked for again. */
    public Builder sleeper(Sleeper value) {
      sleeper = value;
      return this;
    }

    public Builder without(Improvement improvement) {
      improvements.remove(improvement);
      return this;
    }

    /** Without any improvement: the bytes of {@code @actions/core}. */
    public Builder exact() {
      improvements.clear();
      return this;
    }

    public ActionsCore build() {
      return new ActionsCore(this);
    }
  }
}
