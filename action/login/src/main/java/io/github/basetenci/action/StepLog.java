package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.AnnotationProperties;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import org.jspecify.annotations.Nullable;

/** Prints each sentence on one line, without any form of a key, and never as a command. */
record StepLog(ActionsCore core, KnownKeys keys, LogLevel level) implements Output.Log {
  /** A constant, because the runner masks the message of an annotation and not the title. */
  private static final AnnotationProperties TITLE = AnnotationProperties.title("baseten login");

  /** Prints an error, and below it the lines of a workflow that fix the problem. */
  void error(String sentence, @Nullable String fix) {
    core.error(oneLine(sentence) + (fix == null ? "" : "\n\n" + keys.mask(fix)), TITLE);
  }

  /** The level does not apply to DEBUG: the runner itself hides debug messages by default. */
  @Override
  public void say(LogLevel at, String sentence) {
    switch (at) {
      case WARNING -> core.warning(oneLine(sentence), TITLE);
      case DEBUG -> core.debug(oneLine(sentence));
      default -> {
        if (level.shows(at)) {
          core.info(oneLine(sentence));
        }
      }
    }
  }

  private String oneLine(String sentence) {
    return Output.oneLine(keys.masker(), sentence);
  }
}
