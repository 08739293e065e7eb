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
 * An issuer of identity tokens for tests and tries. Its tokens are signed by a key of its own, so
 * that no one accepts them but a sandbox that was given its key set.
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

  /** One that stands for GitHub; all of these in a process share one key. */
  public static TestIssuer github(Clock clock) {
    return new TestIssuer(GITHUB, clock, SigningAlgorithm.RS256, GitHubKey.PAIR, GitHubKey.ID);
  }

  /** Any other one, with a new key. */
  public static TestIssuer of(String issuer, SigningAlgorithm algorithm, Clock clock) {
    return new TestIssuer(
        issuer, clock, algorithm, algorithm.newKeyPair(), "key-" + new Keys().word(8));
  }

  /** One of the same name and key id with another key, as a forger would have it. */
  public TestIssuer withOtherKey() {
    return new TestIssuer(issuer, clock, algorithm, algorithm.newKeyPair(), keyId);
  }

  /** What the tokens have as {@code iss}. */
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

  /** A token that is valid for five minutes from now; what is asked of it can be changed. */
  public SignedIdentity token(String... audience) {
    return SignedIdentity.of(this, clock.instant(), audience);
  }

  /** A token of a job of GitHub for an audience. */
  public SignedIdentity token(GitHubJob job, String audience) {
    return token(audience).with(job.claims());
  }

  /** A token of exactly this header and these claims, which need not make sense. */
  public String sign(Map<String, ?> header, Map<String, ?> claims) {
    return sign(json(header), json(claims));
  }

  /** A token of exactly these texts, which need not even be JSON. */
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

  /** A number in as many bytes, the highest first. */
  private static String encode(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[length];
    int count = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
    return Base64Url.encode(fixed);
  }

  /** Made when first needed: it takes a while. */
  private static final class GitHubKey {
    static final KeyPair PAIR = SigningAlgorithm.RS256.newKeyPair();
    static final String ID = "github-" + new Keys().word(8);
  }
}
