package io.github.basetenci.cli.conformance;

import java.util.Locale;

/** A released tool that logs in to Baseten. */
enum Peer {
  TRUSS,
  BASETEN;

  /** The name of its command, and in {@code bin/peers}. */
  String command() {
    return name().toLowerCase(Locale.ROOT);
  }
}
