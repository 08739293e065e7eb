package io.github.basetenci.sandbox;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.jspecify.annotations.Nullable;

/** The algorithms for signatures of identity tokens (RFC 7518, 3.1) that the sandbox supports. */
public enum SigningAlgorithm {
  /** RSA, which GitHub uses. */
  RS256("SHA256withRSA", "RSA", null),
  /** The elliptic curve P-256. */
  ES256("SHA256withECDSAinP1363Format", "EC", Curve.P_256),
  /** The elliptic curve P-384, which AWS offers in addition to RSA. */
  ES384("SHA384withECDSAinP1363Format", "EC", Curve.P_384);

  private static final int RSA_BITS = 2048;

  private final String jcaName;
  private final String keyType;
  private final @Nullable Curve curve;

  SigningAlgorithm(String jcaName, String keyType, @Nullable Curve curve) {
    this.jcaName = jcaName;
    this.keyType = keyType;
    this.curve = curve;
  }

  static @Nullable SigningAlgorithm find(@Nullable String name) {
    for (SigningAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    return null;
  }

  /** The {@code kty} of a key of this algorithm. */
  String keyType() {
    return keyType;
  }

  /** The curve of its keys, null for RSA. */
  @Nullable Curve curve() {
    return curve;
  }

  boolean verifies(PublicKey key, byte[] text, byte[] signature) {
    if (curve != null && signature.length != 2 * curve.bytes()) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(jcaName);
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  byte[] sign(PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance(jcaName);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign by " + this, e);
    }
  }

  KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType);
      if (curve == null) {
        generator.initialize(RSA_BITS);
      } else {
        generator.initialize(new ECGenParameterSpec(curve.jcaName()));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make keys for " + this, e);
    }
  }
}
