package io.github.basetenci.shim.output;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.key.Masker;
import io.github.basetenci.text.Neutralizer;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two streams of a command: results on standard output, everything else on standard error.
 * Every line passes the masker for the keys that the command knows.
 */
public final class Output {
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final OutputFormat format;
  private final @Nullable JsonFilter filter;
  private final Log log;
  private final KnownKeys keys;

  /** Receives the sentences. */
  public interface Log {
    /**
     * @param line one line without any readable key
     */
    void say(LogLevel at, String line);
  }

  /** Prints sentences of this level and above to standard error. */
  public Output(
      PrintStream stdout,
      PrintStream stderr,
      OutputFormat format,
      @Nullable JsonFilter filter,
      LogLevel level,
      KnownKeys keys) {
    this(
        stdout,
        stderr,
        format,
        filter,
        (at, line) -> {
          if (level.shows(at)) {
            stderr.println(at == LogLevel.WARNING ? "warning: " + line : line);
          }
        },
        keys);
  }

  public Output(
      PrintStream stdout,
      PrintStream stderr,
      OutputFormat format,
      @Nullable JsonFilter filter,
      Log log,
      KnownKeys keys) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.format = format;
    this.filter = filter;
    this.log = log;
    this.keys = keys;
  }

  /** Hides every form of this key from now on. */
  public void hide(Confidential key) {
    keys.add(key);
  }

  /** Hides a token until {@link #forgetEnded} is told a time after its end. */
  public void hideUntil(Confidential token, Instant end) {
    keys.addUntil(token, end);
  }

  /** Stops hiding the tokens that are worth nothing any more. */
  public void forgetEnded(Instant now) {
    keys.forgetEnded(now);
  }

  /** A masker for every key that this command knows so far. */
  public Masker masker() {
    return keys.masker();
  }

  /**
   * Prints a summary of a command that ran, only for {@code -o json} and {@code jsonl}. It goes to
   * standard error, because standard output belongs to the command that ran.
   */
  public void summary(JsonValue value) {
    if (format == OutputFormat.json || format == OutputFormat.jsonl) {
      stderr.println(keys.mask(Json.compact(value)));
    }
  }

  /**
   * Prints a result. For {@code -o text} it prints the text, neutralised line by line; otherwise it
   * prints the value.
   *
   * @param value the result as JSON
   * @param text the result for people, with its line breaks
   */
  public void result(JsonValue value, String text) throws JsonFilter.FilterException {
    switch (format) {
      case text -> stdout.print(Neutralizer.block(keys.mask(text)));
      case none -> {}
      case json -> print(value, false);
      case jsonl -> print(value, true);
    }
    stdout.flush();
  }

  /**
   * Whether {@link #key} can print in the chosen format. With a filter it cannot, because a filter
   * could fail or cut the key.
   */
  public boolean takesKey() {
    return filter == null && format != OutputFormat.none;
  }

  /**
   * Prints a key that was made for this output, alone on its line. This text is not masked, as long
   * as nobody has called {@link #hide} for the key.
   *
   * @return whether the output was written without an error
   */
  public boolean key(ApiKey key) {
    JsonObject value = JsonObject.EMPTY.with("api_key", key.reveal());
    switch (format) {
      case text, none -> stdout.print(key.reveal() + "\n");
      case json -> stdout.print(Json.pretty(value) + "\n");
      case jsonl -> stdout.print(Json.compact(value) + "\n");
    }
    return !stdout.checkError();
  }

  /** Whether a result is printed as text. */
  public boolean isText() {
    return format == OutputFormat.text;
  }

  /**
   * Prints commands for the runner of a GitHub workflow. Other output must never be such a command.
   *
   * @param lines whole lines, in which foreign text is escaped as the runner reads it
   */
  public void workflowCommands(String lines) {
    stdout.print(keys.mask(lines));
    stdout.flush();
  }

  /**
   * Hands text to the program that runs this one, for example commands for a CI. The text is
   * printed exactly as given, and a key in it is not masked.
   *
   * @param text holds a key only if that program needs the key to hide it, or if a user asked for
   *     that
   * @return whether the output was written without an error
   */
  public boolean handOver(String text) {
    stdout.print(text);
    return !stdout.checkError();
  }

  private void print(JsonValue value, boolean compact) throws JsonFilter.FilterException {
    List<JsonValue> values = new ArrayList<>();
    if (filter == null) {
      values.add(value);
    } else {
      // A filter can cut a text, and the masker could not find a half of a key. So keys are masked
      // before the filter.
      values.addAll(filter.apply(masked(value)));
    }
    for (JsonValue each : values) {
      stdout.print(keys.mask(compact ? Json.compact(each) : Json.pretty(each)));
      stdout.print('\n');
    }
  }

  private JsonValue masked(JsonValue value) {
    if (value instanceof JsonString string) {
      return new JsonString(keys.mask(string.value()));
    }
    if (value instanceof JsonArray array) {
      return new JsonArray(array.items().stream().map(this::masked).toList());
    }
    if (value instanceof JsonObject object) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      object.members().forEach((name, member) -> members.put(keys.mask(name), masked(member)));
      return new JsonObject(members);
    }
    return value;
  }

  /** Prints why something was not done. This is printed at every log level. */
  public void error(String sentence) {
    stderr.println(oneLine(keys.masker(), sentence));
  }

  /** Prints what the user has to do now. This is printed at every log level. */
  public void say(String sentence) {
    stderr.println(oneLine(keys.masker(), sentence));
  }

  /** Prints something that the user should know and may want to act on. */
  public void warn(String sentence) {
    log(LogLevel.WARNING, sentence);
  }

  /** Prints something that the user may want to know. */
  public void note(String sentence) {
    log(LogLevel.HUMANFRIENDLY, sentence);
  }

  public void info(String sentence) {
    log(LogLevel.INFO, sentence);
  }

  public void debug(String sentence) {
    log(LogLevel.DEBUG, sentence);
  }

  /** Prints the sentence as its level requires. */
  public void log(LogLevel at, String sentence) {
    log.say(at, oneLine(keys.masker(), sentence));
  }

  /**
   * Makes a sentence safe to print on one line, with any names and paths in it. A key of today's
   * form is hidden even if it is none of ours.
   */
  public static String oneLine(Masker masker, String sentence) {
    return Neutralizer.block(KeyShapes.mask(masker.mask(sentence))).replace('\n', ' ');
  }
}
