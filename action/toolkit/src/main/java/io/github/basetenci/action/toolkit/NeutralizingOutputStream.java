package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A stream for the output of a tool, in which the runner takes nothing as a command; {@link
 * ForeignText} says how. It takes UTF-8 that may be cut anywhere, and writes UTF-8. Bytes that are
 * not UTF-8 become U+FFFD, because after a UTF-16 byte order mark the runner would decode
 * everything as UTF-16. It is not safe for several threads. Closing it flushes the target and
 * leaves the target open.
 */
public final class NeutralizingOutputStream extends OutputStream {
  private final OutputStream target;
  private final ForeignText text = new ForeignText();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /**
   * The bytes of an unfinished character at the end of the last write. A UTF-8 character has up to
   * four bytes.
   */
  private final ByteBuffer rest = ByteBuffer.allocate(8);

  public NeutralizingOutputStream(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(rest.position() + length);
    in.put(rest.flip()).put(bytes, offset, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    rest.clear().put(in);
    target.write(JsText.utf8(text.next(out.flip())));
  }

  /** Makes the next output begin a line, because somebody else has ended the last line. */
  void startLine() {
    text.startLine();
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /** An unfinished character at the end becomes U+FFFD. */
  @Override
  public void close() throws IOException {
    CharBuffer out = CharBuffer.allocate(4);
    decoder.decode(rest.flip(), out, true);
    decoder.flush(out);
    decoder.reset();
    rest.clear();
    target.write(JsText.utf8(text.next(out.flip())));
    target.flush();
  }
}
