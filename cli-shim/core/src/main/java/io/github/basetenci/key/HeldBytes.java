package io.github.basetenci.key;

import java.io.ByteArrayOutputStream;

/**
 * A buffer for the last bytes of a stream, which are withheld. A byte is found by its position in
 * the stream.
 */
final class HeldBytes {
  private final byte[] ring;

  /** Creates a buffer for at least {@code capacity} bytes. */
  HeldBytes(int capacity) {
    ring = new byte[capacity <= 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1];
  }

  /** Keeps {@code length} bytes of the text as the bytes of the stream from {@code position} on. */
  void store(byte[] text, int from, int length, long position) {
    int done = 0;
    while (done < length) {
      int slot = slot(position + done);
      int count = Math.min(length - done, ring.length - slot);
      System.arraycopy(text, from + done, ring, slot, count);
      done += count;
    }
  }

  /** Appends the bytes of the stream from {@code from} up to {@code to}. */
  void copy(long from, long to, ByteArrayOutputStream out) {
    long done = from;
    while (done < to) {
      int slot = slot(done);
      int count = (int) Math.min(to - done, ring.length - slot);
      out.write(ring, slot, count);
      done += count;
    }
  }

  private int slot(long position) {
    return (int) position & (ring.length - 1);
  }
}
