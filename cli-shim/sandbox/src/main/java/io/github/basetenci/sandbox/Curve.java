package io.github.basetenci.sandbox;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/** The elliptic curves of the algorithms, with their names from RFC 7518, 6.2.1.1. */
enum Curve {
  P_256("P-256", "secp256r1", 32),
  P_384("P-384", "secp384r1", 48);

  private final String jwkName;
  private final String jcaName;
  private final int bytes;

  Curve(String jwkName, String jcaName, int bytes) {
    this.jwkName = jwkName;
    this.jcaName = jcaName;
    this.bytes = bytes;
  }

  static @Nullable Curve find(@Nullable String jwkName) {
    for (Curve curve : values()) {
      if (curve.jwkName.equals(jwkName)) {
        return curve;
      }
    }
    return null;
  }

  String jwkName() {
    return jwkName;
  }

  String jcaName() {
    return jcaName;
  }

  /** The length of a coordinate, and of each half of a signature. */
  int bytes() {
    return bytes;
  }

  ECParameterSpec parameters() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(jcaName));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /**
   * Whether the point is on the curve. Java makes a key of any two numbers, so the point is checked
   * here.
   */
  boolean holds(ECPoint point) throws GeneralSecurityException {
    ECParameterSpec parameters = parameters();
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.pow(3)
            .add(parameters.getCurve().getA().multiply(x))
            .add(parameters.getCurve().getB())
            .mod(p);
    return y.pow(2).mod(p).equals(right);
  }
}
