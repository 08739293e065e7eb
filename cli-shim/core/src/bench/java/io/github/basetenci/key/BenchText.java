package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Keys and logs for the benchmarks, the same in every run. */
final class BenchText {
  /** One MiB, so that operations a second are MiB a second. */
  static final int BYTES = 1 << 20;

  private static final String ALPHANUMERIC =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String[] WORDS =
      ("the step pushed layer cache downloading model weights container started listening on port"
              + " warning deprecated option build finished in seconds test passed failed skipped"
              + " INFO DEBUG WARN error retrying request connection deployment promoted environment"
              + " production resource config loaded from truss predict replica autoscaling")
          .split(" ");

  private BenchText() {}

  /** Keys of the usual shape: eight characters, a dot, thirty-two characters. */
  static List<ApiKey> keys(int count) {
    Random random = new Random(42);
    List<ApiKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(key(word(random, ALPHANUMERIC, 8) + "." + word(random, ALPHANUMERIC, 32)));
    }
    return keys;
  }

  static ApiKey key(String text) {
    try {
      return ApiKey.of(text);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Set<String> forms(Collection<ApiKey> keys) {
    Set<String> forms = new TreeSet<>();
    keys.forEach(key -> forms.addAll(KeyForms.of(key)));
    return forms;
  }

  /** A build log of lines of about 110 bytes, every eighth with a digest, without any key. */
  static byte[] log() {
    Random random = new Random(43);
    StringBuilder out = new StringBuilder(BYTES + 200);
    for (int line = 0; out.length() < BYTES; line++) {
      out.append("2026-11-20T10:")
          .append(10 + random.nextInt(50))
          .append(':')
          .append(10 + random.nextInt(50))
          .append(".")
          .append(100 + random.nextInt(900))
          .append("Z ");
      if (line % 8 == 0) {
        out.append("sha256:").append(word(random, "0123456789abcdef", 64)).append(' ');
      }
      int end = out.length() + 40 + random.nextInt(80);
      while (out.length() < end) {
        out.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      out.append('\n');
    }
    return Arrays.copyOf(out.toString().getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  /** Nothing but hexadecimal digits or nothing but base64: the densest text without a key. */
  static byte[] dense(String alphabet) {
    return word(new Random(44), alphabet, BYTES).getBytes(StandardCharsets.US_ASCII);
  }

  /** Nothing but forms of a key without their last byte. */
  static byte[] nearMisses(ApiKey key) {
    StringBuilder out = new StringBuilder(BYTES + 200);
    List<String> forms = List.copyOf(KeyForms.of(key));
    for (int i = 0; out.length() < BYTES; i++) {
      String form = forms.get(i % forms.size());
      out.append(form, 0, form.length() - 1).append(' ');
    }
    return Arrays.copyOf(out.toString().getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  static byte[] withKeys(byte[] log, List<ApiKey> keys, int everyLines) {
    Random random = new Random(45);
    String[] lines = new String(log, StandardCharsets.US_ASCII).split("\n");
    StringBuilder out = new StringBuilder(BYTES + 200);
    for (int i = 0; out.length() < BYTES; i++) {
      out.append(lines[i % lines.length]);
      if (i % everyLines == 0) {
        out.append(keys.get(random.nextInt(keys.size())).reveal());
      }
      out.append('\n');
    }
    return Arrays.copyOf(out.toString().getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  /** The end of each line, the line break included. */
  static int[] lineEnds(byte[] text) {
    return IntStream.rangeClosed(1, text.length)
        .filter(end -> end == text.length || text[end - 1] == '\n')
        .toArray();
  }

  private static String word(Random random, String alphabet, int length) {
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return out.toString();
  }
}
