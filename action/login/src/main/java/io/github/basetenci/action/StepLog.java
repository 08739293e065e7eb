package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.AnnotationProperties;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import org.jspecify.annotations.Nullable;

/** What the step says: each sentence on one line, without any form of a key, and no command. */
final class StepLog {
  /** Constant, since the runner masks the message of an annotation and not its title. */
  private static final AnnotationProperties TITLE = AnnotationProperties.title("baseten login");

  private final ActionsCore core;
  private final KnownKeys keys;
  private final LogLevel level;

  StepLog(ActionsCore core, KnownKeys keys, LogLevel level) {
    this.core = core;
    this.keys = keys;
    this.level = level;
  }

  /** An error, with the lines of a workflow that mend it below. */
  void error(String sentence, @Nullable String fix) {
    core.error(oneLine(sentence) + (fix == null ? "" : "\n\n" + keys.mask(fix)), TITLE);
  }

  /** Something the user should know and may want to act on. */
  void warn(String sentence) {
    core.warning(oneLine(sentence), TITLE);
  }

  /** Something the user may want to know. */
  void note(String sentence) {
    if (level.shows(LogLevel.HUMANFRIENDLY)) {
      core.info(oneLine(sentence));
    }
  }

  void info(String sentence) {
    if (level.shows(LogLevel.INFO)) {
      core.info(oneLine(sentence));
    }
  }

  /** What comes next; the runner shows it where the job is run again with debug logging. */
  void debug(String sentence) {
    core.debug(oneLine(sentence));
  }

  private String oneLine(String sentence) {
    return Output.oneLine(keys.masker(), sentence);
  }
}
