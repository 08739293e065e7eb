package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.AnnotationProperties;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import org.jspecify.annotations.Nullable;

/** What the step says: each sentence on one line, without any form of a key, and no command. */
record StepLog(ActionsCore core, KnownKeys keys, LogLevel level) implements Output.Log {
  /** Constant, since the runner masks the message of an annotation and not its title. */
  private static final AnnotationProperties TITLE = AnnotationProperties.title("baseten login");

  /** An error, with the lines of a workflow that mend it below. */
  void error(String sentence, @Nullable String fix) {
    core.error(oneLine(sentence) + (fix == null ? "" : "\n\n" + keys.mask(fix)), TITLE);
  }

  /** The runner itself shows what is for debugging only where that is wanted. */
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
