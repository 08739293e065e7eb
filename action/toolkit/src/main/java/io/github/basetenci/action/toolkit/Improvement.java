package io.github.basetenci.action.toolkit;

/**
 * The differences between this port and {@code @actions/core}. All improvements are on unless the
 * builder turns them off. With all of them off, output and files have the same bytes as those of
 * {@code @actions/core}.
 */
public enum Improvement {
  /** {@link ActionsCore#info} prints no text that the runner could take as a command. */
  NEUTRAL_INFO,

  /** A command always begins a new line, also after foreign output that did not end its line. */
  FRESH_LINE,

  /**
   * Names of variables, outputs and state, values of variables, and paths are refused if the runner
   * would read something else than the caller meant.
   */
  CHECKED_ENTRIES,

  /**
   * A file command without its file fails with an error message. {@code @actions/core} prints the
   * old command instead. The runner refuses the old commands {@code set-env} and {@code add-path},
   * and has deprecated the others.
   */
  NO_OLD_COMMANDS,

  /** A text so short that it is a part of ordinary words is not masked. */
  NO_SHORT_MASKS,

  /**
   * A summary that is too large for the runner is refused and not written; the runner would drop
   * it.
   */
  SUMMARY_LIMIT,

  /** After a lost connection, an identity token is asked for again, as after the status 503. */
  RETRIED_CONNECTIONS
}
