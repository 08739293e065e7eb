package io.github.basetenci.shim.output;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.Masker;
import io.github.basetenci.text.Neutralizer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two streams of a command: results on standard output, everything else on standard error.
 * Every line passes the masker for the keys that the command has met.
 */
public final class Output {
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final OutputFormat format;
  private final @Nullable JsonFilter filter;
  private final Log log;
  private final KnownKeys keys;

  /** Where sentences go. */
  public interface Log {
    /**
     * @param line one line, in which no key is readable
     */
    void say(LogLevel at, String line);
  }

  /** Sentences go to standard error, those of this level and above. */
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

  /** From now on no form of this key is printed. */
  public void hide(Confidential key) {
    keys.add(key);
  }

  /** Hides every key that this command has met so far. */
  public Masker masker() {
    return keys.masker();
  }

  /**
   * Prints what there is to say of a command that ran, on standard error, for {@code -o json} and
   * {@code jsonl} alone: standard output is the command's own.
   */
  public void summary(JsonValue value) {
    if (format == OutputFormat.json || format == OutputFormat.jsonl) {
      stderr.println(keys.mask(Json.compact(value)));
    }
  }

  /**
   * Prints a result: the text for {@code -o text}, neutralised line by line, the value otherwise.
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

  /** Whether {@link #key} can print in the wanted form: a filter could fail, or cut the key. */
  public boolean takesKey() {
    return filter == null && format != OutputFormat.none;
  }

  /**
   * Prints a key that was made for this output, alone on its line: the one text that is not masked,
   * and only as long as nobody has called {@link #hide} for it.
   *
   * @return whether the output took it
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
   * Prints commands for the runner of a GitHub workflow, which everything else that is printed must
   * never be.
   *
   * @param lines whole lines, in which foreign text is escaped as the runner reads it
   */
  public void workflowCommands(String lines) {
    stdout.print(keys.mask(lines));
    stdout.flush();
  }

  /**
   * Hands text to the program that runs this one, such as commands of a CI, exactly as it is: not
   * even a key in it is masked.
   *
   * @param text holds no key unless that program needs it, to hide it or because a user asked
   * @return whether the output took it
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
      // A filter can take a text apart, and of half a key no form is left to be found.
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

  /** Why something was not done, whatever is to be said otherwise. */
  public void error(String sentence) {
    stderr.println(oneLine(keys.masker(), sentence));
  }

  /** Something the user should know and may want to act on. */
  public void warn(String sentence) {
    log(LogLevel.WARNING, sentence);
  }

  /** Something the user may want to know. */
  public void note(String sentence) {
    log(LogLevel.HUMANFRIENDLY, sentence);
  }

  public void info(String sentence) {
    log(LogLevel.INFO, sentence);
  }

  public void debug(String sentence) {
    log(LogLevel.DEBUG, sentence);
  }

  /** As the level wants it. */
  public void log(LogLevel at, String sentence) {
    log.say(at, oneLine(keys.masker(), sentence));
  }

  /** A sentence as it may be printed, whatever names and paths are in it. */
  public static String oneLine(Masker masker, String sentence) {
    return Neutralizer.block(masker.mask(sentence)).replace('\n', ' ');
  }
}
