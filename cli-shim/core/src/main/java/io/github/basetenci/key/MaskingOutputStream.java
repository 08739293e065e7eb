package io.github.basetenci.key;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on and replaces every form of a masker's keys by {@link Masker#MASK}. A form is also
 * found when it is divided between several writes.
 *
 * <p>A write withholds only the bytes at its end that could still become a form. The withheld bytes
 * are passed on with the later write that decides whether they are a form, or with {@link #finish}
 * or {@link #close}. {@link #flush} flushes the bytes that were passed on and releases no withheld
 * bytes. Up to 8 KiB of input become at most one write to the stream below, so a line that is
 * written as a whole arrives as a whole.
 *
 * <p>Several threads can use the stream: each write is passed on as a whole. If two threads write
 * one half of a key each, the key is found only if no other bytes come between the halves. After a
 * write to the stream below has failed, every later write to this stream fails too: the withheld
 * bytes may be half a key, and the other half must not be written alone.
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

  /** What masks from the next write on; null if nothing changes. */
  private final AtomicReference<@Nullable Masker> next = new AtomicReference<>();

  /**
   * Creates a stream that masks and writes to {@code out}. {@link #close} also closes {@code out}.
   */
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
    switchToNext();
    writeWith(bytes, offset, length);
  }

  private void writeWith(byte[] bytes, int offset, int length) throws IOException {
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
   * Passes on, in one write, all bytes before position {@code settled}, with hits replaced. The
   * bytes from position {@code begin} on are in the array; the bytes before {@code begin} are
   * withheld bytes of earlier writes.
   */
  private void release(long settled, byte[] bytes, int from, long begin) throws IOException {
    if (settled <= released && scanner.hits().size() == 0) {
      return;
    }
    HitList hits = scanner.hits();
    assembled.reset();
    for (int i = 0; i < hits.size() && hits.start(i) <= settled; i++) {
      // A hit that begins before this position was already replaced by an earlier write, and may
      // have become longer since then.
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

  /** Flushes the stream below. Bytes that could still become a form stay withheld. */
  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  /**
   * Passes on the withheld bytes, as at the end of the stream, and leaves the stream below open.
   * Bytes written after this call are read as a new stream: a key that this call divides in two is
   * not recognized.
   */
  public synchronized void finish() throws IOException {
    ensureOpen();
    switchToNext();
    broken = true;
    scanner.endOfStream();
    release(scanner.position(), single, 0, scanner.position());
    broken = false;
  }

  /**
   * Masks with other keys from now on. The withheld bytes are read again, so a key of the new
   * masker is found even if it began before this call.
   */
  public synchronized void switchTo(Masker masker) throws IOException {
    ensureOpen();
    ByteArrayOutputStream withheld = new ByteArrayOutputStream();
    held.copy(released, scanner.position(), withheld);
    scanner = masker.scanner();
    held = new HeldBytes(masker.longestForm());
    released = 0;
    writeWith(withheld.toByteArray(), 0, withheld.size());
  }

  /**
   * Masks with other keys from the next write on, as {@link #switchTo} does at once. This method
   * never waits for a write that is in progress: the bytes of such a write are older than this
   * call, so they cannot contain a key that nobody had before.
   */
  public void switchLater(Masker masker) {
    next.set(masker);
  }

  private void switchToNext() throws IOException {
    // A masker that is set from here on is for the next write.
    Masker masker = next.getAndSet(null);
    if (masker != null) {
      switchTo(masker);
    }
  }

  /** Passes on the withheld bytes and closes the stream below. A second call does nothing. */
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
