package io.github.basetenci.targets.github;

import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** libsodium's {@code crypto_secretbox}: XSalsa20 and Poly1305 with a key of 32 bytes. */
final class SecretBox {
  static final int NONCE_LENGTH = 24;
  static final int TAG_LENGTH = 16;

  /**
   * The number of bytes of the key of the tag. These are the first bytes of the cipher's output.
   */
  private static final int TAG_KEY_LENGTH = 32;

  private SecretBox() {}

  /** The tag, then the encrypted message. */
  static byte[] seal(byte[] key, byte[] nonce, byte[] message) {
    XSalsa20Engine cipher = new XSalsa20Engine();
    cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] tagKey = new byte[TAG_KEY_LENGTH];
    cipher.processBytes(tagKey, 0, TAG_KEY_LENGTH, tagKey, 0);
    byte[] box = new byte[TAG_LENGTH + message.length];
    cipher.processBytes(message, 0, message.length, box, TAG_LENGTH);
    Poly1305 tag = new Poly1305();
    tag.init(new KeyParameter(tagKey));
    tag.update(box, TAG_LENGTH, message.length);
    tag.doFinal(box, 0);
    return box;
  }
}
