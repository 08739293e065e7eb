package io.github.basetenci.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8. A store that a tool could misread is refused and not repaired. */
final class Utf8 {
  /** Bytes that are not UTF-8. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The line of the first bad byte, counted from 1. */
    final int line;

    MalformedException(int line) {
      super("line " + line + " is not valid UTF-8");
      this.line = line;
    }
  }

  private Utf8() {}

  static String decode(byte[] bytes) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      String valid = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
      long ends = valid.replace("\r\n", "\n").chars().filter(c -> c == '\n' || c == '\r').count();
      throw new MalformedException((int) ends + 1);
    }
    return out.flip().toString();
  }

  /** Whether the text can be written as UTF-8. A text with half of a surrogate pair cannot. */
  static boolean canEncode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
