package io.github.basetenci.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer (RFC 7517). */
final class KeySet {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int SMALLEST_RSA_BITS = 2048;
  private static final int LARGEST_RSA_BITS = 16384;

  private final List<Key> keys;

  private KeySet(List<Key> keys) {
    this.keys = keys;
  }

  /**
   * Reads a key set. Keys that the sandbox cannot use are left out, as RFC 7517 says.
   *
   * @throws IllegalArgumentException if the text is no key set, or contains no key that the sandbox
   *     can use
   */
  static KeySet parse(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the key set is not JSON", e);
    }
    List<Key> keys = new ArrayList<>();
    for (JsonNode jwk : root.path("keys")) {
      Key key = key(jwk);
      if (key != null) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "the key set has no key for signatures by RS256, ES256 or ES384");
    }
    return new KeySet(List.copyOf(keys));
  }

  /**
   * Whether one of the keys made the signature of the token with an algorithm that the key is for.
   */
  boolean signed(Jwt token) {
    SigningAlgorithm algorithm = SigningAlgorithm.find(token.header("alg"));
    String id = token.header("kid");
    return algorithm != null
        && keys.stream()
            .filter(key -> key.isFor(algorithm) && (id == null || id.equals(key.id)))
            .anyMatch(key -> algorithm.verifies(key.key, token.signed(), token.signature()));
  }

  private static @Nullable Key key(JsonNode jwk) {
    SigningAlgorithm algorithm = SigningAlgorithm.find(jwk.path("alg").textValue());
    if (!jwk.path("use").asText("sig").equals("sig") || (algorithm == null && jwk.has("alg"))) {
      return null;
    }
    String type = jwk.path("kty").asText();
    Curve curve = type.equals("EC") ? Curve.find(jwk.path("crv").textValue()) : null;
    try {
      PublicKey key = null;
      if (type.equals("RSA")) {
        key = rsa(jwk);
      } else if (curve != null) {
        key = elliptic(jwk, curve);
      }
      return key == null ? null : new Key(jwk.path("kid").textValue(), algorithm, curve, key);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable PublicKey rsa(JsonNode jwk) throws GeneralSecurityException {
    BigInteger modulus = number(bytes(jwk, "n"));
    if (modulus.bitLength() < SMALLEST_RSA_BITS || modulus.bitLength() > LARGEST_RSA_BITS) {
      return null;
    }
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, number(bytes(jwk, "e"))));
  }

  private static @Nullable PublicKey elliptic(JsonNode jwk, Curve curve)
      throws GeneralSecurityException {
    byte[] x = bytes(jwk, "x");
    byte[] y = bytes(jwk, "y");
    if (x.length != curve.bytes() || y.length != curve.bytes()) {
      return null;
    }
    ECPoint point = new ECPoint(number(x), number(y));
    return curve.holds(point)
        ? KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(point, curve.parameters()))
        : null;
  }

  private static byte[] bytes(JsonNode jwk, String field) {
    return Base64Url.decode(jwk.path(field).asText());
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private record Key(
      @Nullable String id,
      @Nullable SigningAlgorithm algorithm,
      @Nullable Curve curve,
      PublicKey key) {
    boolean isFor(SigningAlgorithm wanted) {
      return key.getAlgorithm().equals(wanted.keyType())
          && Objects.equals(curve, wanted.curve())
          && (algorithm == null || algorithm == wanted);
    }
  }
}
