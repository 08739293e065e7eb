package io.github.basetenci.key;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the positions where a form may begin, and skips the text between these positions without
 * reading every byte (the method of Wu and Manber). A window as long as the shortest form, but not
 * longer than {@link #MAX_WINDOW}, moves over the text. The hash of the last five bytes of the
 * window says how far the window can move until these bytes could be in the first part of any form.
 * The table is immutable and shared by all streams.
 */
final class ShiftTable {
  /**
   * The longest window, in bytes. A longer window would skip further, but it would fill the table
   * and make the last part of each write longer.
   */
  static final int MAX_WINDOW = 24;

  /**
   * The length of a block, in bytes. With a length of four, a thousand keys would contain a third
   * of all blocks of hexadecimal digits.
   */
  private static final int BLOCK = 5;

  private static final int MIN_BITS = 12;
  private static final int MAX_BITS = 22;

  /**
   * The number of slots for each block of a form. With this number, few other blocks have the slot
   * of a block of a form.
   */
  private static final int SPARSITY = 8;

  private final int window;
  private final int maxShift;
  private final int hashShift;

  /**
   * One bit for each slot; the bit is set if a block of a form has this slot. These bits are small
   * enough for the processor's cache.
   */
  private final int[] taken;

  /** The smallest shift of eight slots. It is read only for a slot whose bit is set. */
  private final byte[] shifts;

  /**
   * Builds the table.
   *
   * @param forms the forms, each at least {@link KeyForms#MIN_LENGTH} long
   */
  ShiftTable(List<byte[]> forms) {
    int shortest = MAX_WINDOW;
    for (byte[] form : forms) {
      shortest = Math.min(shortest, form.length);
    }
    window = shortest;
    maxShift = window - BLOCK + 1;
    long wanted = (long) forms.size() * maxShift * SPARSITY;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(wanted);
    bits = Math.max(MIN_BITS, Math.min(MAX_BITS, bits));
    hashShift = Integer.SIZE - bits;
    taken = new int[1 << (bits - 5)];
    shifts = new byte[1 << (bits - 3)];
    Arrays.fill(shifts, (byte) maxShift);
    for (byte[] form : forms) {
      for (int last = BLOCK - 1; last < window; last++) {
        int slot = slot(form, last);
        taken[slot >>> 5] |= 1 << (slot & 31);
        shifts[slot >>> 3] = (byte) Math.min(shifts[slot >>> 3], window - 1 - last);
      }
    }
  }

  /** The length of the window. No form is shorter than the window. */
  int window() {
    return window;
  }

  /**
   * The first position from {@code from} on where a form may begin. If the result is greater than
   * {@code to - window}, no form begins before the result.
   */
  int candidate(byte[] text, int from, int to) {
    int last = from + window - 1;
    while (last < to) {
      int slot = slot(text, last);
      if ((taken[slot >>> 5] & (1 << (slot & 31))) == 0) {
        // The step is constant, so the processor can read ahead before it knows this bit.
        last += maxShift;
        continue;
      }
      int shift = shifts[slot >>> 3];
      if (shift == 0) {
        break;
      }
      last += shift;
    }
    return last - window + 1;
  }

  private int slot(byte[] text, int last) {
    int block =
        (text[last - 3] & 0xff)
            | (text[last - 2] & 0xff) << 8
            | (text[last - 1] & 0xff) << 16
            | text[last] << 24;
    // Both multipliers are odd, and the high bits of the last product depend on all five bytes.
    return ((block ^ text[last - 4] * 0x2F0B4C47) * 0x9E3779B1) >>> hashShift;
  }
}
