package io.github.basetenci.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What masking means, in the plainest way: look for every form at every place, mark the bytes it
 * covers, and write each stretch of overlapping finds as one mask.
 */
final class PlainScan {
  private final List<byte[]> forms;

  private PlainScan(Collection<String> forms) {
    this.forms = forms.stream().map(form -> form.getBytes(US_ASCII)).toList();
  }

  static PlainScan of(Collection<ApiKey> keys) {
    Set<String> forms = new TreeSet<>();
    keys.forEach(key -> forms.addAll(KeyForms.of(key)));
    return new PlainScan(forms);
  }

  List<byte[]> forms() {
    return forms;
  }

  /** The whole text, masked. */
  byte[] mask(byte[] text) {
    return maskUpTo(text.length, text);
  }

  /** What a stream must have passed on after it was given this much and no more. */
  byte[] maskWhatIsCertain(byte[] text) {
    int certain = text.length;
    for (byte[] form : forms) {
      for (int length = Math.min(form.length - 1, text.length); length > 0; length--) {
        if (matches(text, text.length - length, form, length)) {
          certain = Math.min(certain, text.length - length);
          break;
        }
      }
    }
    return maskUpTo(certain, text);
  }

  private byte[] maskUpTo(int end, byte[] text) {
    boolean[] covered = new boolean[text.length];
    boolean[] joined = new boolean[text.length];
    for (byte[] form : forms) {
      for (int at = 0; at <= text.length - form.length; at++) {
        if (matches(text, at, form, form.length)) {
          for (int i = at; i < at + form.length; i++) {
            covered[i] = true;
            joined[i] |= i > at;
          }
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    for (int i = 0; i < text.length; i++) {
      if (covered[i] && !joined[i] && i <= end) {
        out.writeBytes("****".getBytes(US_ASCII));
      } else if (!covered[i] && i < end) {
        out.write(text[i]);
      }
    }
    return out.toByteArray();
  }

  private static boolean matches(byte[] text, int at, byte[] form, int length) {
    for (int i = 0; i < length; i++) {
      if (text[at + i] != form[i]) {
        return false;
      }
    }
    return true;
  }
}
