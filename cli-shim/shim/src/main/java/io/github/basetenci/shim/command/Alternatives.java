package io.github.basetenci.shim.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flags of which at most one may be given. */
public final class Alternatives {
  private final List<String> given = new ArrayList<>();

  /** Adds a flag, and says whether the user gave it. */
  public Alternatives flag(String name, boolean isGiven) {
    if (isGiven) {
      given.add(name);
    }
    return this;
  }

  /**
   * Refuses more than one flag.
   *
   * @throws UsageException if more than one was given
   */
  public void check() throws UsageException {
    if (given.size() > 1) {
      throw new UsageException(String.join(" and ", given) + " are mutually exclusive");
    }
  }

  /**
   * The flag that was given, or null.
   *
   * @throws UsageException if more than one was given
   */
  public @Nullable String given() throws UsageException {
    check();
    return given.isEmpty() ? null : given.get(0);
  }
}
