package io.github.basetenci.key;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds texts that have the shape of a key. */
public final class KeyShapes {
  private static final Pattern SHAPES =
      Pattern.compile(
          String.join(
              "|",
              "(?<![A-Za-z0-9./_-])(?:b10_)?[A-Za-z0-9]{7,8}\\.[A-Za-z0-9]{30,40}(?![A-Za-z0-9./_-])",
              "\\bhf_[A-Za-z0-9]{30,}",
              "\\bsk-(?=[A-Za-z_-]*[0-9])(?=[a-z0-9_-]*[A-Z])[A-Za-z0-9_-]{20,}",
              "\\bgh[pousr]_[A-Za-z0-9]{36,}",
              "\\bgithub_pat_[A-Za-z0-9_]{30,}",
              "\\bAKIA[0-9A-Z]{16}\\b",
              "\\bxox[abprs]-[A-Za-z0-9-]{10,}",
              "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"));

  private static final String MARK = "b10_";

  /** A whole key of the form that Baseten documents. Keys of before October 2026 have no mark. */
  private static final Pattern MARKED =
      Pattern.compile(
          "(?<![A-Za-z0-9])(" + MARK + "[A-Za-z0-9]{8})\\.[A-Za-z0-9]{32}(?![A-Za-z0-9])");

  private KeyShapes() {}

  /** The index at which the first text with the shape of a key begins; empty if there is none. */
  public static OptionalInt find(String text) {
    Matcher found = SHAPES.matcher(text);
    return found.find() ? OptionalInt.of(found.start()) : OptionalInt.empty();
  }

  /**
   * The text with the prefix alone of every key of today's form, also of a key that nobody has told
   * us. Older keys have no mark by which they could be known among other words.
   */
  public static String mask(String text) {
    return text.contains(MARK) ? MARKED.matcher(text).replaceAll("$1" + Masker.MASK) : text;
  }
}
