package io.github.basetenci.testing.peers;

import java.util.Locale;

/**
 * A released tool that tests run. Some of the tools talk to Baseten, and others check workflows.
 */
public enum Peer {
  TRUSS,
  BASETEN,
  /** The Python that has the package {@code baseten}. */
  BASETEN_SDK,
  ACTIONLINT,
  ACTION_VALIDATOR,
  /** Finds in workflows what an attacker could use. */
  ZIZMOR;

  /** The name of its command, which is also its name in {@code bin/peers}. */
  public String command() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
