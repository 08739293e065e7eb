package io.github.basetenci.action.toolkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers as JavaScript does. */
final class JsNumber {
  /** The largest number of digits that a double needs so that it can be read back exactly. */
  private static final int MAX_DIGITS = 17;

  private JsNumber() {}

  /** Java's whole numbers keep all their digits; JavaScript would round numbers above 2^53. */
  static String text(Number number) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger) {
      return number.toString();
    }
    if (number instanceof Float) {
      return text(Double.parseDouble(number.toString()));
    }
    return text(number.doubleValue());
  }

  /**
   * {@code Number.prototype.toString}. {@code Double.toString} of Java 17 does not always give the
   * shortest form.
   */
  static String text(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "null";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + withPoint(digits, point);
  }

  /**
   * ECMA-262, Number::toString: {@code point} is the position of the decimal point in the digits.
   */
  private static String withPoint(String digits, int point) {
    int length = digits.length();
    if (length <= point && point <= 21) {
      return digits + "0".repeat(point - length);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    return digits.charAt(0)
        + (length > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  /**
   * The decimal with the fewest digits that is read back as this double. If several qualify, it is
   * the nearest of them.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      // Below a power of two the doubles lie closer together, so the nearest decimal may be read
      // back as another double.
      BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
      boolean downFits = down.doubleValue() == value;
      boolean upFits = up.doubleValue() == value;
      if (downFits && upFits) {
        return exact.subtract(down).compareTo(up.subtract(exact)) <= 0 ? down : up;
      }
      if (downFits || upFits) {
        return downFits ? down : up;
      }
    }
    return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
  }
}
