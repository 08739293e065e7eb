package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/** How the toolkit makes text of any value. */
final class CommandValue {
  private CommandValue() {}

  /** {@code toCommandValue}: null is empty, text is itself, everything else its JSON. */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof CharSequence ? value.toString() : JsonText.stringify(value);
  }

  /** What JavaScript takes for false. */
  static boolean isFalsy(@Nullable Object value) {
    return value == null
        || Boolean.FALSE.equals(value)
        || (value instanceof CharSequence text && text.isEmpty())
        || (value instanceof Number number
            && (number.doubleValue() == 0 || Double.isNaN(number.doubleValue())));
  }
}
