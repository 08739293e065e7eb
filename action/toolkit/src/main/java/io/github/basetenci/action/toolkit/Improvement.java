package io.github.basetenci.action.toolkit;

/**
 * Where this port does better than {@code @actions/core}. All of them are on unless the builder
 * turns them off; without any, output and files are the same bytes.
 */
public enum Improvement {
  /** {@link ActionsCore#info} prints text that cannot be a command. */
  NEUTRAL_INFO,

  /** A command begins a line of its own, even when foreign output left one unfinished. */
  FRESH_LINE,

  /**
   * Names of variables, outputs and state, values of variables, and paths, are refused where the
   * runner would read something else than was meant.
   */
  CHECKED_ENTRIES,

  /**
   * Without its file, a file command fails with a sentence. {@code @actions/core} prints the old
   * command instead, which the runner refuses ({@code set-env}, {@code add-path}) or deprecates.
   */
  NO_OLD_COMMANDS,

  /** No mask hides text so short that it is a part of ordinary words. */
  NO_SHORT_MASKS,

  /** A summary that the runner would drop, because it is too large, is refused and not written. */
  SUMMARY_LIMIT,

  /** A lost connection is tried again when an OIDC token is fetched, as a 503 is. */
  RETRIED_CONNECTIONS
}
