package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Map;

/**
 * An issuer of identity tokens for tests and experiments. It signs its tokens with a key of its
 * own, so only a sandbox that was given its key set accepts them.
 */
public final class TestIssuer {
  /** The issuer of GitHub's tokens. */
  public static final String GITHUB = "https://token.actions.githubusercontent.com";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String issuer;
  private final Clock clock;
  private final SigningAlgorithm algorithm;
  private final KeyPair pair;
  private final String keyId;

  private TestIssuer(
      String issuer, Clock clock, SigningAlgorithm algorithm, KeyPair pair, String keyId) {
    this.issuer = issuer;
    this.clock = clock;
    this.algorithm = algorithm;
    this.pair = pair;
    this.keyId = keyId;
  }

  /** An issuer that acts as GitHub. All such issuers in a process share one key. */
  public static TestIssuer github(Clock clock) {
    return new TestIssuer(GITHUB, clock, SigningAlgorithm.RS256, GitHubKey.PAIR, GitHubKey.ID);
  }

  /** Any other issuer, with a new key. */
  public static TestIssuer of(String issuer, SigningAlgorithm algorithm, Clock clock) {
    return new TestIssuer(
        issuer, clock, algorithm, algorithm.newKeyPair(), "key-" + new Keys().word(8));
  }

  /**
   * An issuer with this name and this key id but another key, like the issuer of a forged token.
   */
  public TestIssuer withOtherKey() {
    return new TestIssuer(issuer, clock, algorithm, algorithm.newKeyPair(), keyId);
  }

  /** The claim {@code iss} of the tokens. */
  public String issuer() {
    return issuer;
  }

  /** The key set (RFC 7517), as JSON. */
  public String keySet() {
    ObjectNode set = Answer.object();
    ObjectNode key =
        set.putArray("keys")
            .addObject()
            .put("kty", algorithm.keyType())
            .put("kid", keyId)
            .put("use", "sig")
            .put("alg", algorithm.name());
    PublicKey open = pair.getPublic();
    Curve curve = algorithm.curve();
    if (curve == null) {
      RSAPublicKey rsa = (RSAPublicKey) open;
      BigInteger modulus = rsa.getModulus();
      key.put("n", encode(modulus, (modulus.bitLength() + 7) / 8))
          .put("e", encode(rsa.getPublicExponent(), 3));
    } else {
      ECPublicKey point = (ECPublicKey) open;
      key.put("crv", curve.jwkName())
          .put("x", encode(point.getW().getAffineX(), curve.bytes()))
          .put("y", encode(point.getW().getAffineY(), curve.bytes()));
    }
    return set.toString();
  }

  /**
   * A token that is valid for five minutes from now. Its claims can be changed before it is signed.
   */
  public SignedIdentity token(String... audience) {
    return SignedIdentity.of(this, clock.instant(), audience);
  }

  /** A token of a job of GitHub for an audience. */
  public SignedIdentity token(GitHubJob job, String audience) {
    return token(audience).with(job.claims());
  }

  /** A token with exactly this header and these claims. They need not be valid. */
  public String sign(Map<String, ?> header, Map<String, ?> claims) {
    return sign(json(header), json(claims));
  }

  /** A token with exactly these texts. They need not be JSON. */
  public String sign(String header, String claims) {
    String signed = encode(header) + "." + encode(claims);
    byte[] signature =
        algorithm.sign(pair.getPrivate(), signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64Url.encode(signature);
  }

  Clock clock() {
    return clock;
  }

  SigningAlgorithm algorithm() {
    return algorithm;
  }

  String keyId() {
    return keyId;
  }

  private static String json(Map<String, ?> fields) {
    ObjectNode node = Answer.object();
    fields.forEach((name, value) -> node.set(name, MAPPER.valueToTree(value)));
    return node.toString();
  }

  private static String encode(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The encoding of a number in {@code length} bytes, the highest byte first. */
  private static String encode(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[length];
    int count = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
    return Base64Url.encode(fixed);
  }

  /** The key is made when it is first needed, because making it is slow. */
  private static final class GitHubKey {
    static final KeyPair PAIR = SigningAlgorithm.RS256.newKeyPair();
    static final String ID = "github-" + new Keys().word(8);
  }
}
