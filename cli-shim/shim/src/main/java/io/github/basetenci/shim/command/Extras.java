package io.github.basetenci.shim.command;

import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.shim.wording.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs a command line adds to it: libraries of further commands and their failures,
 * and, where the user of a front end sees no command line, that front end's own way to speak.
 */
public interface Extras {
  /** Nothing more. */
  Extras NONE = new Extras() {};

  /**
   * Compiles an expression of {@code --jq}, before anything is done, so that a wrong one changes
   * nothing.
   *
   * @throws JsonFilter.FilterException if it is not a jq expression, or if there is no jq here
   */
  default JsonFilter filter(String expression) throws JsonFilter.FilterException {
    throw new JsonFilter.FilterException("--jq is not supported here; filter the JSON yourself");
  }

  /** The sentence and the exit code for a failure of a further command; empty for any other. */
  default Optional<CommandException> failure(Exception e) {
    return Optional.empty();
  }

  /** The words of every sentence. */
  default Words words() {
    return CommandWords.WORDS;
  }

  /** Where sentences go; null for standard error. */
  default Output.@Nullable Log log() {
    return null;
  }

  /** Told each text that is read as a key, usable or not, before anything is said about it. */
  default void met(String text) {}

  /** How much it matters to say that a variable decides where calls go. */
  default LogLevel levelOfOverride() {
    return LogLevel.HUMANFRIENDLY;
  }

  /**
   * Takes a failure, to tell it in its own way; then nothing is printed.
   *
   * @return whether it did
   */
  default boolean takes(Exception failure) {
    return false;
  }
}
