package io.github.basetenci.targets.github;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * Seals messages that only the owner of a private key can open. This is {@code crypto_box_seal} of
 * libsodium, which GitHub requires for the values of secrets.
 *
 * <p>A box is an ephemeral public key, followed by the message in a {@code crypto_box} from the
 * ephemeral key to the recipient's key. The nonce of the {@code crypto_box} is the BLAKE2b hash of
 * both public keys.
 */
public final class SealedBox {
  /** The length of a public key in bytes. */
  public static final int KEY_LENGTH = X25519PublicKeyParameters.KEY_SIZE;

  /** The number of bytes by which a box is longer than its message. */
  public static final int OVERHEAD = KEY_LENGTH + SecretBox.TAG_LENGTH;

  private final byte[] recipient;
  private final SecureRandom random;

  /**
   * @param recipientKey the public key, {@link #KEY_LENGTH} bytes
   * @param random makes an ephemeral key for each box
   * @throws UnusablePublicKeyException if the key has another length or a low order; anyone could
   *     open a box for a key of a low order
   */
  public SealedBox(byte[] recipientKey, SecureRandom random) throws UnusablePublicKeyException {
    if (recipientKey.length != KEY_LENGTH) {
      throw new UnusablePublicKeyException(
          "has %d bytes instead of %d".formatted(recipientKey.length, KEY_LENGTH));
    }
    this.recipient = recipientKey.clone();
    this.random = random;
    try {
      agree(new X25519PrivateKeyParameters(random));
    } catch (IllegalStateException e) {
      throw new UnusablePublicKeyException("has a low order");
    }
  }

  /** The message in a box of its own, {@link #OVERHEAD} bytes longer. */
  public byte[] seal(byte[] message) {
    X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(random);
    byte[] ephemeralPublic = ephemeral.generatePublicKey().getEncoded();
    byte[] boxed =
        SecretBox.seal(
            HSalsa20.derive(agree(ephemeral), new byte[HSalsa20.INPUT_LENGTH]),
            nonce(ephemeralPublic),
            message);
    byte[] sealed = Arrays.copyOf(ephemeralPublic, KEY_LENGTH + boxed.length);
    System.arraycopy(boxed, 0, sealed, KEY_LENGTH, boxed.length);
    return sealed;
  }

  /** The shared secret. Throws an {@link IllegalStateException} if the secret is zero. */
  private byte[] agree(X25519PrivateKeyParameters ephemeral) {
    byte[] shared = new byte[X25519PrivateKeyParameters.SECRET_SIZE];
    ephemeral.generateSecret(new X25519PublicKeyParameters(recipient), shared, 0);
    return shared;
  }

  private byte[] nonce(byte[] ephemeralPublic) {
    Blake2bDigest hash = new Blake2bDigest(SecretBox.NONCE_LENGTH * Byte.SIZE);
    hash.update(ephemeralPublic, 0, ephemeralPublic.length);
    hash.update(recipient, 0, recipient.length);
    byte[] nonce = new byte[SecretBox.NONCE_LENGTH];
    hash.doFinal(nonce, 0);
    return nonce;
  }
}
