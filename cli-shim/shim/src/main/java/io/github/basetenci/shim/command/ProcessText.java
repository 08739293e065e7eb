package io.github.basetenci.shim.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and variables of the process, read as UTF-8 in every locale. The JVM reads them in
 * the charset of the locale, and the charset of most containers loses every character outside
 * ASCII. If the system gives the bytes, this class reads them again.
 *
 * <p>A byte that is not UTF-8 becomes an unpaired surrogate, U+DC80 to U+DCFF. No valid text has an
 * unpaired surrogate, so {@link #isDamaged} can detect it, and no store and no path accepts it.
 */
public final class ProcessText {
  private static final char UNREADABLE = '\uFFFD';
  private static final int ESCAPE = 0xDC00;

  private final Path process;
  private final boolean utf8;

  /**
   * @param process the directory of the process in the {@code proc} file system
   * @param encoding the charset in which the JVM reads arguments and variables
   */
  ProcessText(Path process, String encoding) {
    this.process = process;
    this.utf8 = encoding.equalsIgnoreCase("UTF-8");
  }

  /** Whether a text holds bytes that are not UTF-8. */
  public static boolean isDamaged(String text) {
    return text.chars().anyMatch(c -> c >= ESCAPE && c <= (ESCAPE | 0xFF));
  }

  /**
   * The arguments.
   *
   * @param read as the JVM gives them
   */
  List<String> arguments(List<String> read) {
    if (read.stream().allMatch(this::isSound)) {
      return read;
    }
    List<String> all = texts("cmdline");
    // The JVM's own options come before the arguments.
    return all.size() < read.size() ? read : all.subList(all.size() - read.size(), all.size());
  }

  /**
   * The variables.
   *
   * @param read as the JVM gives them
   */
  Map<String, String> environment(Map<String, String> read) {
    boolean sound =
        read.entrySet().stream().allMatch(e -> isSound(e.getKey()) && isSound(e.getValue()));
    if (sound) {
      return read;
    }
    Map<String, String> again = variables(texts("environ"));
    return again.isEmpty() ? read : again;
  }

  /**
   * Variables.
   *
   * @param block the variables as {@code NAME=value}, each with a zero byte at its end
   */
  static Map<String, String> variables(byte[] block) {
    return variables(split(block));
  }

  /**
   * Whether the JVM has read the text correctly. With a wrong charset, it can only have read ASCII
   * text correctly.
   */
  private boolean isSound(String text) {
    return text.chars().noneMatch(c -> utf8 ? c == UNREADABLE : c > 0x7F);
  }

  private static Map<String, String> variables(List<String> texts) {
    Map<String, String> variables = new HashMap<>();
    for (String text : texts) {
      // On Windows and in the JDK, a name may begin with an equals sign.
      int equals = text.indexOf('=', 1);
      if (equals > 0) {
        variables.putIfAbsent(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return variables;
  }

  private List<String> texts(String file) {
    try {
      return split(Files.readAllBytes(process.resolve(file)));
    } catch (IOException e) {
      // This system has no {@code proc} file system.
      return List.of();
    }
  }

  /** Splits a block of texts, each of which ends with a zero byte. */
  private static List<String> split(byte[] block) {
    List<String> texts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        texts.add(decode(ByteBuffer.wrap(block, from, i - from)));
        from = i + 1;
      }
    }
    return texts;
  }

  private static String decode(ByteBuffer in) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | in.get() & 0xFF));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }
}
