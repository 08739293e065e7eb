package io.github.basetenci.testing.peers;

import java.util.Locale;

/**
 * A released tool that tests drive: those that log in to Baseten, and those that check workflows.
 */
public enum Peer {
  TRUSS,
  BASETEN,
  ACTIONLINT,
  ACTION_VALIDATOR;

  /** The name of its command, and in {@code bin/peers}. */
  public String command() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
