package io.github.basetenci.targets.github;

import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.util.Pack;

/** Derives a key from a key and 16 bytes, as defined in "Extending the Salsa20 nonce". */
final class HSalsa20 {
  static final int INPUT_LENGTH = 16;

  private static final int ROUNDS = 20;

  /** "expand 32-byte k", the constant of Salsa20, as little-endian words. */
  private static final int[] CONSTANT = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  /**
   * The indices of the words of the output. In the first state, these words contain the constant
   * and the input.
   */
  private static final int[] OUTPUT_WORDS = {0, 5, 10, 15, 6, 7, 8, 9};

  private HSalsa20() {}

  /**
   * @param key 32 bytes
   * @param input {@link #INPUT_LENGTH} bytes
   * @return 32 bytes
   */
  static byte[] derive(byte[] key, byte[] input) {
    int[] state = new int[16];
    for (int i = 0; i < 4; i++) {
      state[5 * i] = CONSTANT[i];
    }
    Pack.littleEndianToInt(key, 0, state, 1, 4);
    Pack.littleEndianToInt(input, 0, state, 6, 4);
    Pack.littleEndianToInt(key, 16, state, 11, 4);
    int[] mixed = new int[16];
    Salsa20Engine.salsaCore(ROUNDS, state, mixed);
    byte[] derived = new byte[32];
    for (int i = 0; i < OUTPUT_WORDS.length; i++) {
      int word = OUTPUT_WORDS[i];
      // The core of Salsa20 adds its input at the end, and HSalsa20 does not, so the input is
      // subtracted.
      Pack.intToLittleEndian(mixed[word] - state[word], derived, 4 * i);
    }
    return derived;
  }
}
