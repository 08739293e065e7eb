package io.github.basetenci.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An identity token whose header and claims can be changed before it is signed. */
public final class SignedIdentity {
  /** The lifetime of a token of GitHub. */
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /** A token of GitHub is valid from this time before its issue. */
  private static final Duration EARLY = Duration.ofMinutes(10);

  private final TestIssuer issuer;
  private final Map<String, Object> header;
  private final Map<String, Object> claims;

  private SignedIdentity(
      TestIssuer issuer, Map<String, Object> header, Map<String, Object> claims) {
    this.issuer = issuer;
    this.header = header;
    this.claims = claims;
  }

  static SignedIdentity of(TestIssuer issuer, Instant now, String... audience) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "JWT");
    header.put("alg", issuer.algorithm().name());
    header.put("kid", issuer.keyId());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", new Keys().word(32));
    claims.put("iss", issuer.issuer());
    return new SignedIdentity(issuer, header, claims).to(audience).issued(now);
  }

  /** The token with this claim. The value is a text, a number, a boolean, a list or a map. */
  public SignedIdentity with(String claim, Object value) {
    return with(Map.of(claim, value));
  }

  /** The token with these claims. */
  public SignedIdentity with(Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.putAll(more);
    return new SignedIdentity(issuer, header, all);
  }

  /** The token without this claim. */
  public SignedIdentity without(String claim) {
    Map<String, Object> fewer = new LinkedHashMap<>(claims);
    fewer.remove(claim);
    return new SignedIdentity(issuer, header, fewer);
  }

  /**
   * The token for these audiences. The claim {@code aud} is a text for one audience, and a list
   * otherwise.
   */
  public SignedIdentity to(String... audience) {
    return with("aud", audience.length == 1 ? audience[0] : List.of(audience));
  }

  /**
   * The token with this time of issue. It is valid from ten minutes before that time until five
   * minutes after it, as at GitHub.
   */
  public SignedIdentity issued(Instant time) {
    return with("iat", time.getEpochSecond())
        .with("nbf", time.minus(EARLY).getEpochSecond())
        .with("exp", time.plus(LIFETIME).getEpochSecond());
  }

  /** The token with this field in its header. */
  public SignedIdentity withHeader(String field, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(header);
    all.put(field, value);
    return new SignedIdentity(issuer, all, claims);
  }

  /** The token without this field in its header. */
  public SignedIdentity withoutHeader(String field) {
    Map<String, Object> fewer = new LinkedHashMap<>(header);
    fewer.remove(field);
    return new SignedIdentity(issuer, fewer, claims);
  }

  /** The signed token. */
  public String sign() {
    return issuer.sign(header, claims);
  }
}
