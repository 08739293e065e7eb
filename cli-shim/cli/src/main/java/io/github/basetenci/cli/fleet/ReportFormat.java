package io.github.basetenci.cli.fleet;

/** The forms of a report, as the command line writes them. */
enum ReportFormat {
  /** A table for a job summary or a comment. */
  md,
  /** The result of the other commands. */
  json,
  /** One page. */
  html
}
