package io.github.basetenci.key;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Passes bytes on with every form of a masker's keys replaced by {@link Masker#MASK}, also where a
 * form is cut by the borders of writes.
 *
 * <p>A write withholds the bytes at its end that could still become a form, and no others; they
 * follow with the write that decides about them, or with {@link #finish} or {@link #close}. {@link
 * #flush} flushes what was passed on and releases nothing more. Up to 8 KiB of input become at most
 * one write below, so a line written whole arrives whole.
 *
 * <p>Safe for several threads: a write is passed on as a whole. A key of which two threads write
 * one half each is found only if nothing comes between. After a write below has failed, this stream
 * fails too: what it withheld may be half a key, and the other half must not follow alone.
 */
public final class MaskingOutputStream extends FilterOutputStream {
  private static final int SLICE = 8192;
  private static final byte[] MASK = Masker.MASK.getBytes(StandardCharsets.US_ASCII);

  private FormScanner scanner;
  private HeldBytes held;
  private final ByteArrayOutputStream assembled = new ByteArrayOutputStream(0);
  private final byte[] single = new byte[1];

  /** Every byte of the input before this position was passed on or replaced. */
  private long released;

  private boolean broken;
  private boolean closed;

  /** A stream that masks and writes to {@code out}, which {@link #close} closes. */
  public MaskingOutputStream(OutputStream out, Masker masker) {
    super(out);
    scanner = masker.scanner();
    held = new HeldBytes(masker.longestForm());
  }

  @Override
  public synchronized void write(int b) throws IOException {
    single[0] = (byte) b;
    write(single, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    ensureOpen();
    broken = true;
    for (int done = 0; done < length; ) {
      int slice = Math.min(SLICE, length - done);
      writeSlice(bytes, offset + done, slice);
      done += slice;
    }
    broken = false;
  }

  private void writeSlice(byte[] bytes, int from, int length) throws IOException {
    long begin = scanner.position();
    scanner.scan(bytes, from, from + length);
    long settled = scanner.settled();
    if (scanner.hits().size() == 0 && released == begin) {
      if (settled > begin) {
        out.write(bytes, from, (int) (settled - begin));
        released = settled;
      }
    } else {
      release(settled, bytes, from, begin);
    }
    long keep = Math.max(released, begin);
    int kept = (int) (begin + length - keep);
    held.store(bytes, from + length - kept, kept, keep);
  }

  /**
   * Passes on what is settled, hits replaced, in one write. The bytes from position {@code begin}
   * on are in the array; those before it are held.
   */
  private void release(long settled, byte[] bytes, int from, long begin) throws IOException {
    if (settled <= released && scanner.hits().size() == 0) {
      return;
    }
    HitList hits = scanner.hits();
    assembled.reset();
    for (int i = 0; i < hits.size() && hits.start(i) <= settled; i++) {
      // A hit that begins before was announced by an earlier write, and may have grown since.
      if (hits.start(i) >= released) {
        append(hits.start(i), bytes, from, begin);
        assembled.writeBytes(MASK);
      }
      released = hits.end(i);
    }
    append(settled, bytes, from, begin);
    hits.dropUntil(settled);
    if (assembled.size() > 0) {
      assembled.writeTo(out);
    }
  }

  /** Appends the bytes that are not yet released, up to a position. */
  private void append(long end, byte[] bytes, int from, long begin) {
    long heldEnd = Math.min(end, begin);
    if (released < heldEnd) {
      held.copy(released, heldEnd, assembled);
      released = heldEnd;
    }
    if (released < end) {
      assembled.write(bytes, from + (int) (released - begin), (int) (end - released));
      released = end;
    }
  }

  /** Flushes the stream below. What could still become a form stays withheld. */
  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  /**
   * Passes on what is withheld, as at the end of the stream, and leaves the stream below open. What
   * is written afterwards begins anew: a key that this call cuts in two is not recognized.
   */
  public synchronized void finish() throws IOException {
    ensureOpen();
    broken = true;
    scanner.endOfStream();
    release(scanner.position(), single, 0, scanner.position());
    broken = false;
  }

  /**
   * Masks by other keys from here on. What is withheld is read again, so a key of the new masker is
   * found also where it began before this call.
   */
  public synchronized void switchTo(Masker masker) throws IOException {
    ensureOpen();
    ByteArrayOutputStream withheld = new ByteArrayOutputStream();
    held.copy(released, scanner.position(), withheld);
    scanner = masker.scanner();
    held = new HeldBytes(masker.longestForm());
    released = 0;
    write(withheld.toByteArray(), 0, withheld.size());
  }

  /** Passes on what is withheld and closes the stream below. Closing again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try (OutputStream below = out) {
      if (!broken) {
        finish();
      }
      below.flush();
    } finally {
      closed = true;
    }
  }

  private void ensureOpen() throws IOException {
    if (closed) {
      throw new IOException("the masked stream is closed");
    }
    if (broken) {
      throw new IOException("the masked stream is broken: an earlier write to its target failed");
    }
  }
}
