package io.github.basetenci.cli.output;

/** How results are printed on standard output. */
public enum OutputFormat {
  text,
  json,
  jsonl,
  none
}
