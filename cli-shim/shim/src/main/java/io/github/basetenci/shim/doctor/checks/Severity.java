package io.github.basetenci.shim.doctor.checks;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  /** Something does not work, or others can read a key. */
  ERROR,
  /** Something works, but not as it seems to, or not safely. */
  WARNING,
  /** Good to know. */
  INFO;

  /** The word in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
