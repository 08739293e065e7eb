package io.github.basetenci.shim.command;

import io.github.basetenci.shim.output.JsonFilter;
import java.util.Optional;

/** What a command line has that holds more commands than the shim: libraries, failures. */
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
}
