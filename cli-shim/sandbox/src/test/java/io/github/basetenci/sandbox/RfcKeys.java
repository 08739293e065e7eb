package io.github.basetenci.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The keys and tokens of RFC 7515, A.2 and A.3, and signatures with these keys that are made
 * without the sandbox's own code.
 */
final class RfcKeys {
  static final String MODULUS =
      "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4"
          + "QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5"
          + "rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7"
          + "aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
  static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
  static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
  static final String RSA_JWK =
      "{\"kty\":\"RSA\",\"kid\":\"rsa\",\"n\":\"" + MODULUS + "\",\"e\":\"AQAB\"}";
  static final String EC_JWK =
      "{\"kty\":\"EC\",\"kid\":\"ec\",\"crv\":\"P-256\",\"x\":\"" + X + "\",\"y\":\"" + Y + "\"}";
  static final String JWKS = "{\"keys\":[" + RSA_JWK + "," + EC_JWK + "]}";

  private static final String CLAIMS =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  static final String A_2 =
      "eyJhbGciOiJSUzI1NiJ9."
          + CLAIMS
          + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8"
          + "W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvk"
          + "SjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCn"
          + "vWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  static final String A_3 =
      "eyJhbGciOiJFUzI1NiJ9."
          + CLAIMS
          + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

  private static final String RSA_PRIVATE =
      "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoA"
          + "Je46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V"
          + "51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x"
          + "_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ";
  private static final String EC_PRIVATE = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

  private RfcKeys() {}

  /** A token of this header and these claims, both JSON, signed by RS256. */
  static String rs256(String header, String claims) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(number(MODULUS), number(RSA_PRIVATE)));
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + encode(signature("SHA256withRSA", key, signed));
  }

  /** The same by ES256; the signature is brought into its form by hand. */
  static String es256(String header, String claims) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(
                    number(EC_PRIVATE), curve.getParameterSpec(ECParameterSpec.class)));
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + encode(halves(signature("SHA256withECDSA", key, signed), 32));
  }

  static byte[] signature(String algorithm, PrivateKey key, String text)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return signature.sign();
  }

  /** The two numbers of a DER sequence as two halves of a fixed length (RFC 7518, 3.4). */
  static byte[] halves(byte[] der, int length) {
    byte[] halves = new byte[2 * length];
    int at = 2;
    for (int end = length; end <= 2 * length; end += length) {
      int size = der[at + 1];
      byte[] number = Arrays.copyOfRange(der, at + 2, at + 2 + size);
      int skipped = Math.max(0, size - length);
      System.arraycopy(number, skipped, halves, end - (size - skipped), size - skipped);
      at += 2 + size;
    }
    return halves;
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static BigInteger number(String encoded) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(encoded));
  }
}
