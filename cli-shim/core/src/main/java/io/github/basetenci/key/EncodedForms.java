package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Base64, hexadecimal and percent-encoded forms of a text. */
final class EncodedForms {
  /**
   * The characters, besides letters and digits, that common URL encoders do not change. One entry
   * for each encoder: RFC 3986, HTML forms (Java), a path segment (Python), a path segment (Go),
   * JavaScript's encodeURIComponent and its encodeURI.
   */
  private static final String[] URL_SAFE = {
    "-._~", "-._*", "-._~/", "-._~$&+=:@", "-._~!*'()", "-._~!*'();,/?:@&=+$#"
  };

  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = LOWER.withUpperCase();

  private EncodedForms() {}

  static void addTo(Set<String> forms, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    forms.add(LOWER.formatHex(bytes));
    forms.add(UPPER.formatHex(bytes));
    for (int lead = 0; lead < 3; lead++) {
      addBase64(forms, bytes, lead, Base64.getEncoder());
      addBase64(forms, bytes, lead, Base64.getUrlEncoder());
    }
    for (String safe : URL_SAFE) {
      forms.add(percentEncoded(text, safe, LOWER));
      forms.add(percentEncoded(text, safe, UPPER));
    }
  }

  /**
   * Adds the base64 forms of the bytes when {@code lead} unknown bytes stand before them. The first
   * form has only the characters that these bytes alone decide, whatever text is around the bytes,
   * as in {@code base64("user:KEY\n")}. The second form is for a text that ends with these bytes:
   * it also has the character that holds the last bits. The third form also has the padding.
   */
  private static void addBase64(Set<String> forms, byte[] bytes, int lead, Base64.Encoder encoder) {
    byte[] shifted = new byte[lead + bytes.length];
    System.arraycopy(bytes, 0, shifted, lead, bytes.length);
    int from = lead == 0 ? 0 : lead + 1;
    int decided = shifted.length * 8 / 6;
    if (from >= decided) {
      return;
    }
    String padded = encoder.encodeToString(shifted);
    int unpadded = (shifted.length * 8 + 5) / 6;
    forms.add(padded.substring(from, decided));
    forms.add(padded.substring(from, unpadded));
    forms.add(padded.substring(from));
  }

  private static String percentEncoded(String text, String safe, HexFormat hex) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLetterOrDigit(c) || safe.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(hex.toHexDigits((byte) c));
      }
    }
    return out.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
