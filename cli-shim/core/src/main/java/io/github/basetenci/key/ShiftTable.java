package io.github.basetenci.key;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the positions where a form may begin, and skips over the text between them without looking
 * at every byte (the method of Wu and Manber). A window as long as the shortest form slides over
 * the text; the hash of its last five bytes says how far it can move before these bytes could stand
 * in the first part of any form. Immutable and shared by all streams.
 */
final class ShiftTable {
  /** A longer window would skip further, but fill the table and lengthen what a write ends with. */
  static final int MAX_WINDOW = 24;

  /** With four, a thousand keys hold a third of all blocks of hexadecimal digits. */
  private static final int BLOCK = 5;

  private static final int MIN_BITS = 12;
  private static final int MAX_BITS = 22;

  /** Entries for each block of a form, so that few other blocks fall on a taken one. */
  private static final int SPARSITY = 8;

  private final int window;
  private final int maxShift;
  private final int hashShift;

  /** One bit a slot, set if a block of a form falls on it: this much stays near the processor. */
  private final int[] taken;

  /** The smallest shift of eight slots, which is asked only for a taken one. */
  private final byte[] shifts;

  /**
   * Builds the table.
   *
   * @param forms none shorter than {@link KeyForms#MIN_LENGTH}
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

  /** The length of the window: no form is shorter. */
  int window() {
    return window;
  }

  /**
   * The first position from {@code from} on where a form may begin. A result above {@code to -
   * window} says that none begins before it.
   */
  int candidate(byte[] text, int from, int to) {
    int last = from + window - 1;
    while (last < to) {
      int slot = slot(text, last);
      if ((taken[slot >>> 5] & (1 << (slot & 31))) == 0) {
        // A constant step: the processor reads on before it knows this bit.
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
    // Two odd multipliers; the high bits of the last product depend on all five bytes.
    return ((block ^ text[last - 4] * 0x2F0B4C47) * 0x9E3779B1) >>> hashShift;
  }
}
