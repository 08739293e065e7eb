package io.github.basetenci.key;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** The forms in which a key turns up in text: literal, quoted, encoded, and its secret half. */
public final class KeyForms {
  /** Nothing shorter is ever a pattern: a short text would mask ordinary words. */
  public static final int MIN_LENGTH = 8;

  private KeyForms() {}

  /** All forms of one key that are at least {@link #MIN_LENGTH} characters long. */
  public static Set<String> of(ApiKey key) {
    String literal = key.reveal();
    Set<String> forms = new LinkedHashSet<>();
    addEncodings(forms, literal);
    int dot = literal.indexOf('.');
    if (dot >= 0) {
      addEncodings(forms, literal.substring(dot + 1));
    }
    forms.removeIf(form -> form.length() < MIN_LENGTH);
    return forms;
  }

  private static void addEncodings(Set<String> forms, String text) {
    forms.add(text);
    forms.add(text.replace("%", "%%"));
    forms.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
    forms.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    addBase64(forms, bytes, Base64.getEncoder());
    addBase64(forms, bytes, Base64.getUrlEncoder());
  }

  /**
   * The part of a base64 text that the key decides, for each of the three places where the key can
   * begin in a group of three bytes. Characters that also depend on a neighbouring byte are left
   * out.
   */
  private static void addBase64(Set<String> forms, byte[] bytes, Base64.Encoder encoder) {
    for (int lead = 0; lead < 3; lead++) {
      byte[] shifted = new byte[lead + bytes.length];
      System.arraycopy(bytes, 0, shifted, lead, bytes.length);
      String text = encoder.withoutPadding().encodeToString(shifted);
      int from = lead == 0 ? 0 : lead + 1;
      int to = shifted.length * 8 / 6;
      if (from < to) {
        forms.add(text.substring(from, to));
      }
    }
  }
}
