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
 * The functions of {@code @actions/core}, with the names that they have there. There is no static
 * state: the caller gives environment, output and everything else to the {@linkplain #builder
 * builder}. A value may be null, which means empty, or text. A number, boolean, map, list or array
 * is written as JSON.
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
    // Windows ignores the case of variable names.
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
   * A builder with the environment to read and the stream to write. The builder copies the
   * environment.
   *
   * @param stdout gets the log, line by line in UTF-8, and is flushed after each line
   */
  public static Builder builder(Map<String, String> environment, OutputStream stdout) {
    return new Builder(environment, stdout);
  }

  /** A view of the environment, with all variables that this object has exported. */
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
   * Hides a value in the log, from now to the end of the job.
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
   * Hides the forms of a secret that the runner does not hide by itself, such as hex, base64url, or
   * base64 together with a user name. Each form is hidden once.
   *
   * @return how many forms were hidden; empty and too short forms are not hidden
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

  /** The trimmed value of the input; empty when the input is not given. */
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

  /** The lines of the input. Empty lines are dropped first; then each line is trimmed. */
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

  /** Tells the runner whether to repeat commands in the log from now on. */
  public void setCommandEcho(boolean enabled) {
    issueCommand(Command.of("echo", enabled ? "on" : "off"));
  }

  // Results

  /** Prints an error, and sets {@link #exitCode} to 1. */
  public void setFailed(String message) {
    exitCode = 1;
    error(message);
  }

  public void setFailed(Throwable failure) {
    setFailed(failure.toString());
  }

  /** The exit code for the program: 0, or 1 after {@link #setFailed}. */
  public int exitCode() {
    return exitCode;
  }

  // Logging

  /** Whether the job runs with debug logging. */
  public boolean isDebug() {
    return "1".equals(environment.get("RUNNER_DEBUG"));
  }

  /** Prints a message that the runner shows only if {@link #isDebug}. */
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

  /** Prints text of one or several lines. The runner takes no line of it as a command. */
  public void info(String message) {
    // A carriage return at the end of the message and our line end together end one line.
    String foreign = message.endsWith("\r") ? message.substring(0, message.length() - 1) : message;
    log.line(has(Improvement.NEUTRAL_INFO) ? ForeignText.neutralize(foreign) : message);
  }

  /**
   * The log as a UTF-8 stream for the output of a tool. The runner takes nothing in this stream as
   * a command. Closing the stream leaves the log open.
   */
  public OutputStream foreignOutput() {
    return log.foreign();
  }

  /**
   * Begins a group: users can fold the lines up to {@link #endGroup} in the log. Groups do not
   * nest.
   */
  public void startGroup(String name) {
    issueCommand(Command.of("group", name));
  }

  public void endGroup() {
    issueCommand(Command.of("endgroup", ""));
  }

  /** Runs {@code body} in a group, so that users can fold its output in the log. */
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

  /**
   * Saves a value for the action's post step. It must be no secret: the runner shows it in the
   * debug log.
   */
  public void saveState(String name, @Nullable Object value) {
    keyValue("GITHUB_STATE", "a state", name, value, "save-state");
  }

  /** The value that an earlier stage of this action saved; empty when no stage saved one. */
  public String getState(String name) {
    return environment.getOrDefault("STATE_" + name, "");
  }

  // Summary and OIDC

  /** The summary that GitHub shows for this job. Every call returns the same buffer. */
  public Summary summary() {
    return summary;
  }

  public String getIDToken() {
    return getIDToken(null);
  }

  /**
   * An identity token of GitHub, which says which workflow this is. The token is masked in the log
   * and valid for five minutes. GitHub is asked up to eleven times, with about ten seconds of
   * waiting in all.
   *
   * @param audience the audience of the token; GitHub's default when null or empty
   * @throws ToolkitException if the job lacks the permission {@code id-token: write}, or GitHub
   *     gives no token
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

  /** The path of the file of a file command; empty when the old command is to be printed. */
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

  /** Builds an {@link ActionsCore}. Everything except environment and output has a default. */
  public static final class Builder {
    private final Map<String, String> environment;
    private final OutputStream stdout;
    private final EnumSet<Improvement> improvements = EnumSet.allOf(Improvement.class);
    private Platform platform = Platform.LINUX;
    private Sleeper sleeper = Sleeper.SYSTEM;
    private @Nullable HttpGet http;
    private Supplier<String> delimiters = () -> "ghadelimiter_" + UUID.randomUUID();

    private Builder(Map<String, String> environment, OutputStream stdout) {
      this.environment = environment;
      this.stdout = stdout;
    }

    /** Sets the system. Default: Linux, as in every container action. */
    public Builder platform(Platform value) {
      platform = value;
      return this;
    }

    /**
     * Sets the source of the line that ends a value in a file command. Default: a new random line.
     */
    public Builder delimiters(Supplier<String> value) {
      delimiters = value;
      return this;
    }

    /**
     * Sets the client that fetches the identity token. Default: the client of the JDK, with a
     * timeout of 30 seconds, through the proxy that the environment names.
     */
    public Builder http(HttpGet value) {
      http = value;
      return this;
    }

    /** Sets how to wait between two attempts to fetch the identity token. */
    public Builder sleeper(Sleeper value) {
      sleeper = value;
      return this;
    }

    public Builder without(Improvement improvement) {
      improvements.remove(improvement);
      return this;
    }

    /**
     * Turns off every {@link Improvement}, so that the output has the bytes of
     * {@code @actions/core}.
     */
    public Builder exact() {
      improvements.clear();
      return this;
    }

    public ActionsCore build() {
      return new ActionsCore(this);
    }
  }
}
