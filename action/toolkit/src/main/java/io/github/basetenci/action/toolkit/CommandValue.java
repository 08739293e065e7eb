package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/** Turns any value into text, as the toolkit does. */
final class CommandValue {
  private CommandValue() {}

  /**
   * {@code toCommandValue}: null becomes the empty text, text stays, everything else becomes JSON.
   */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof CharSequence ? value.toString() : JsonText.stringify(value);
  }

  /** Whether JavaScript takes the value for false. */
  static boolean isFalsy(@Nullable Object value) {
    return value == null
        || Boolean.FALSE.equals(value)
        || (value instanceof CharSequence text && text.isEmpty())
        || (value instanceof Number number
            && (number.doubleValue() == 0 || Double.isNaN(number.doubleValue())));
  }
}
