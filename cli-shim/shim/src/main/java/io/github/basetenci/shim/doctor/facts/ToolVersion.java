package io.github.basetenci.shim.doctor.facts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a tool; text after the three numbers, such as {@code rc1}, is ignored. */
public record ToolVersion(int major, int minor, int patch) implements Comparable<ToolVersion> {
  private static final Pattern NUMBERS =
      Pattern.compile("(?<![0-9.])([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})");

  private static final Comparator<ToolVersion> ORDER =
      Comparator.comparingInt(ToolVersion::major)
          .thenComparingInt(ToolVersion::minor)
          .thenComparingInt(ToolVersion::patch);

  /** The first version in what a tool prints. A build from source may print none. */
  static Optional<ToolVersion> in(String printed) {
    Matcher numbers = NUMBERS.matcher(printed);
    return numbers.find()
        ? Optional.of(
            new ToolVersion(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3))))
        : Optional.empty();
  }

  /** Whether this is an earlier version than the other. */
  public boolean isBefore(ToolVersion other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(ToolVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
