package io.github.basetenci.cli.fleet.init;

import org.jspecify.annotations.Nullable;

/**
 * Something that has a key, or may have one.
 *
 * @param spec the words of the target
 * @param prefix the prefix of the key that it has, empty for no key; null if it does not tell
 * @param remark what else is known of it, as a few words; may be empty
 * @param rotatedBy what already rotates the key that it has; null for nothing
 */
public record FoundTarget(
    String spec, @Nullable String prefix, String remark, @Nullable String rotatedBy) {
  static FoundTarget has(String spec, String prefix) {
    return new FoundTarget(spec, prefix, "", null);
  }

  static FoundTarget silent(String spec, String remark) {
    return new FoundTarget(spec, null, remark, null);
  }

  /** No part, because each comes from a server or a file. */
  @Override
  public String toString() {
    return "FoundTarget";
  }
}
