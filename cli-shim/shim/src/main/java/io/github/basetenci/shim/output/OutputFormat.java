package io.github.basetenci.shim.output;

/** How results are printed on standard output. */
public enum OutputFormat {
  text,
  json,
  jsonl,
  none
}
