package io.github.basetenci.shim.doctor.checks;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  /** Something does not work, or a key lies open. */
  ERROR,
  /** It works, and not as it looks, or not safely. */
  WARNING,
  /** Good to know. */
  INFO;

  /** The word in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
