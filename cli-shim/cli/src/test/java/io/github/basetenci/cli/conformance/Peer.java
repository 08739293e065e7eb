package io.github.basetenci.cli.conformance;

import java.util.Locale;

/** A released tool that logs in to Baseten. */
public enum Peer {
  TRUSS,
  BASETEN;

  /** The name of its command, and in {@code bin/peers}. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }
}
