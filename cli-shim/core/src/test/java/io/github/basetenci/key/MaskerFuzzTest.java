package io.github.basetenci.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The masker against a plain scan. The input is the keys, a line each, an empty line, and the text,
 * in which {@code &1} to {@code &9} stand for forms of the keys.
 */
class MaskerFuzzTest extends FuzzTest {
  private static final int MAX_KEYS = 5;
  private static final int MAX_KEY_LENGTH = 60;

  @Override
  protected void tryOn(byte[] input) throws Exception {
    Random random = randomOf(input);
    String[] parts = new String(input, ISO_8859_1).split("\n\n", 2);
    List<ApiKey> keys = keys(parts[0]);
    PlainScan plain = PlainScan.of(keys);
    byte[] text = withForms(parts.length > 1 ? parts[1] : "", plain.forms(), random);
    byte[] expected = plain.mask(text);
    Masker masker = Masker.of(keys);

    assertThat(masker.mask(text)).isEqualTo(expected);
    assertThat(masker.mask(new String(text, ISO_8859_1)))
        .isEqualTo(new String(expected, ISO_8859_1));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MaskingOutputStream stream = new MaskingOutputStream(out, masker)) {
      for (int done = 0; done < text.length; ) {
        int piece = Math.min(text.length - done, random.nextInt(50));
        stream.write(text, done, piece);
        done += piece;
        assertThat(out.toByteArray()).isEqualTo(plain.maskWhatIsCertain(Arrays.copyOf(text, done)));
      }
    }
    assertThat(out.toByteArray()).isEqualTo(expected);
  }

  private static List<ApiKey> keys(String lines) {
    List<ApiKey> keys = new ArrayList<>();
    for (String line : lines.split("\n")) {
      try {
        keys.add(ApiKey.of(line.substring(0, Math.min(line.length(), MAX_KEY_LENGTH))));
      } catch (InvalidKeyException e) {
        // Not every line is a key.
      }
    }
    return keys.subList(0, Math.min(keys.size(), MAX_KEYS));
  }

  private static byte[] withForms(String text, List<byte[]> forms, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      boolean stands = text.charAt(i) == '&' && i + 1 < text.length() && !forms.isEmpty();
      int digit = stands ? Character.digit(text.charAt(i + 1), 10) : 0;
      if (digit > 0) {
        byte[] form = forms.get(random.nextInt(forms.size()));
        out.write(form, 0, digit < 5 ? form.length : random.nextInt(form.length + 1));
        i++;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }
}
