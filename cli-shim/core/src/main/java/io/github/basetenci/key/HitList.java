package io.github.basetenci.key;

import java.util.Arrays;

/**
 * The ranges of a stream that forms cover, in order and without overlap. Forms that overlap become
 * one hit; forms that only touch become two hits. A position is a number of bytes from the
 * beginning of the stream.
 */
final class HitList {
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private int size;

  /** Adds a form found at {@code [start, end)}; no form added before ends later. */
  void add(long start, long end) {
    long first = start;
    while (size > 0 && ends[size - 1] > start) {
      size--;
      first = Math.min(first, starts[size]);
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    starts[size] = first;
    ends[size] = end;
    size++;
  }

  int size() {
    return size;
  }

  long start(int i) {
    return starts[i];
  }

  long end(int i) {
    return ends[i];
  }

  /** Removes the hits that end at or before a position. */
  void dropUntil(long position) {
    int gone = 0;
    while (gone < size && ends[gone] <= position) {
      gone++;
    }
    if (gone > 0) {
      System.arraycopy(starts, gone, starts, 0, size - gone);
      System.arraycopy(ends, gone, ends, 0, size - gone);
      size -= gone;
    }
  }
}
