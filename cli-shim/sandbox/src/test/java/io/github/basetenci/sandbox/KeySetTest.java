package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
  private static final KeySet KEYS = KeySet.parse(RfcKeys.JWKS);
  private static final String CLAIMS = "{\"sub\":\"x\"}";

  @ParameterizedTest
  @ValueSource(strings = {RfcKeys.A_2, RfcKeys.A_3})
  void theTokensOfTheRfcAreSigned(String token) throws Exception {
    assertThat(KEYS.signed(Jwt.parse(token))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {RfcKeys.A_2, RfcKeys.A_3})
  void everyPartCountsForTheSignature(String token) throws Exception {
    String[] parts = token.split("\\.");
    String header = RfcKeys.encode("{\"alg\":\"RS256\" }");
    String claims = RfcKeys.encode("{\"iss\":\"joe\"}");

    assertThat(signed(header + "." + parts[1] + "." + parts[2])).isFalse();
    assertThat(signed(parts[0] + "." + claims + "." + parts[2])).isFalse();
    assertThat(signed(parts[0] + "." + parts[1] + ".")).isFalse();
    for (int i = 0; i < Base64Url.decode(parts[2]).length; i += 7) {
      byte[] signature = Base64Url.decode(parts[2]);
      signature[i] ^= 1;
      assertThat(signed(parts[0] + "." + parts[1] + "." + Base64Url.encode(signature))).isFalse();
    }
  }

  @Test
  void signaturesThatAreMadeElsewhereAreKnown() throws Exception {
    assertThat(signed(RfcKeys.rs256("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", CLAIMS))).isTrue();
    for (int i = 0; i < 50; i++) {
      assertThat(signed(RfcKeys.es256("{\"alg\":\"ES256\",\"kid\":\"ec\"}", CLAIMS))).isTrue();
    }
  }

  @Test
  void aTokenByEs384IsSigned() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair pair = generator.generateKeyPair();
    KeySet keys = KeySet.parse("{\"keys\":[" + p384(pair) + "]}");
    String text = RfcKeys.encode("{\"alg\":\"ES384\"}") + "." + RfcKeys.encode(CLAIMS);
    for (int i = 0; i < 50; i++) {
      byte[] signature =
          RfcKeys.halves(RfcKeys.signature("SHA384withECDSA", pair.getPrivate(), text), 48);

      assertThat(keys.signed(Jwt.parse(text + "." + RfcKeys.encode(signature)))).isTrue();
    }
    byte[] weaker =
        RfcKeys.halves(RfcKeys.signature("SHA256withECDSA", pair.getPrivate(), text), 48);
    assertThat(keys.signed(Jwt.parse(text + "." + RfcKeys.encode(weaker)))).isFalse();
  }

  @Test
  void theFormOfDerIsNoSignature() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair pair = generator.generateKeyPair();
    KeySet keys = KeySet.parse("{\"keys\":[" + p384(pair) + "]}");
    String text = RfcKeys.encode("{\"alg\":\"ES384\"}") + "." + RfcKeys.encode(CLAIMS);
    byte[] der = RfcKeys.signature("SHA384withECDSA", pair.getPrivate(), text);

    assertThat(keys.signed(Jwt.parse(text + "." + RfcKeys.encode(der)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 128})
  void zerosAreNoSignature(int length) throws Exception {
    String text = RfcKeys.encode("{\"alg\":\"ES256\"}") + "." + RfcKeys.encode(CLAIMS);

    assertThat(signed(text + "." + RfcKeys.encode(new byte[length]))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"rs256\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":\"RS512\"}",
        "{\"alg\":[\"RS256\"]}",
        "{\"alg\":\"ES256\"}",
        "{\"alg\":\"RS256\",\"kid\":\"ec\"}",
        "{\"alg\":\"RS256\",\"kid\":\"other\"}",
        "{}"
      })
  void anotherAlgorithmOrKeyIsRefused(String header) throws Exception {
    assertThat(signed(RfcKeys.rs256(header, CLAIMS))).isFalse();
  }

  @Test
  void anUnsignedTokenIsRefused() throws Exception {
    String text = RfcKeys.encode("{\"alg\":\"none\"}") + "." + RfcKeys.encode(CLAIMS) + ".";

    assertThat(signed(text)).isFalse();
  }

  @Test
  void aKeyForOneAlgorithmIsForThatAlone() throws Exception {
    String token = RfcKeys.rs256("{\"alg\":\"RS256\"}", CLAIMS);

    assertThat(signed(token, RfcKeys.RSA_JWK.replace("{", "{\"alg\":\"RS256\",\"use\":\"sig\",")))
        .isTrue();
    for (String other : new String[] {"RS512", "ES256", ""}) {
      String jwk = RfcKeys.RSA_JWK.replace("{", "{\"alg\":\"" + other + "\",");

      assertThat(signed(token, jwk + "," + RfcKeys.EC_JWK)).as(other).isFalse();
    }
  }

  @Test
  void keysOfOtherKindsAreLeftOut() throws Exception {
    String others =
        "{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"},{},";

    assertThat(signed(RfcKeys.A_3, others + RfcKeys.EC_JWK)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}"
      })
  void aSetWithoutAKeyOfUseIsRefused(String set) {
    assertThatThrownBy(() -> KeySet.parse(set)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPointBesideTheCurveIsNoKey() {
    String swapped = RfcKeys.EC_JWK.replace(RfcKeys.Y, RfcKeys.X);
    String encryption = RfcKeys.EC_JWK.replace("{", "{\"use\":\"enc\",");

    assertThatThrownBy(() -> KeySet.parse("{\"keys\":[" + swapped + "]}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeySet.parse("{\"keys\":[" + encryption + "]}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aShortRsaKeyIsNoKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
    String jwk = RfcKeys.RSA_JWK.replace(RfcKeys.MODULUS, coordinate(key.getModulus(), 128));

    assertThatThrownBy(() -> KeySet.parse("{\"keys\":[" + jwk + "]}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean signed(String token) throws UntrustedTokenException {
    return KEYS.signed(Jwt.parse(token));
  }

  private static boolean signed(String token, String keys) throws UntrustedTokenException {
    return KeySet.parse("{\"keys\":[" + keys + "]}").signed(Jwt.parse(token));
  }

  private static String p384(KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\""
        + coordinate(key.getW().getAffineX(), 48)
        + "\",\"y\":\""
        + coordinate(key.getW().getAffineY(), 48)
        + "\"}";
  }

  private static String coordinate(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int taken = Math.min(bytes.length, length);
    System.arraycopy(
        Arrays.copyOfRange(bytes, bytes.length - taken, bytes.length),
        0,
        padded,
        length - taken,
        taken);
    return RfcKeys.encode(padded);
  }
}
