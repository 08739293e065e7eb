package io.github.basetenci.shim.command;

import io.github.basetenci.http.TlsLibrary;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.shim.wording.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a front end adds to the command line: a jq library, sentences for the failures of further
 * commands, and the words and the log of a front end whose users see no command line.
 */
public interface Extras {
  /** Adds nothing. */
  Extras NONE = new Extras() {};

  /**
   * Compiles an expression of {@code --jq}. This happens before the command runs, so that a command
   * with a wrong expression changes nothing.
   *
   * @throws JsonFilter.FilterException if the text is not a jq expression, or if this front end has
   *     no jq library
   */
  default JsonFilter filter(String expression) throws JsonFilter.FilterException {
    throw new JsonFilter.FilterException("--jq is not supported here; filter the JSON yourself");
  }

  /** The sentence and the exit code for a failure of a further command; empty for any other. */
  default Optional<CommandException> failure(Exception e) {
    return Optional.empty();
  }

  /** The words that sentences use for options and advice. */
  default Words words() {
    return CommandWords.WORDS;
  }

  /** The log that gets the sentences; null for standard error. */
  default Output.@Nullable Log log() {
    return null;
  }

  /**
   * Receives each text that is read as a key, before any message about that text. The text may be
   * no usable key.
   */
  default void met(String text) {}

  /** What speaks TLS with the server. */
  default TlsLibrary tls() {
    return TlsLibrary.JAVA;
  }

  /** The level of the message that a variable decides to which server calls go. */
  default LogLevel levelOfOverride() {
    return LogLevel.HUMANFRIENDLY;
  }

  /**
   * Takes over the report of a failure. If it does, the shim prints nothing about that failure.
   *
   * @return whether this front end reports the failure
   */
  default boolean takes(Exception failure) {
    return false;
  }
}
