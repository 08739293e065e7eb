package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * An output in which nothing is a command to the runner, as {@link ForeignText} tells; for what a
 * tool prints. It takes UTF-8, cut anywhere, and writes UTF-8; bytes that are none become U+FFFD,
 * for the runner would decode all that follows a byte order mark as UTF-16. Not safe for several
 * threads; closing it flushes the target and leaves it open.
 */
public final class NeutralizingOutputStream extends OutputStream {
  private final OutputStream target;
  private final ForeignText text = new ForeignText();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The begun character of the last write: UTF-8 has up to four bytes. */
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

  /** What comes next begins a line, for somebody else ended the last one. */
  void startLine() {
    text.startLine();
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /** A character that never ended is shown as U+FFFD. */
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
