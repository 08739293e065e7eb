package io.github.basetenci.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An identity token in the making. */
public final class SignedIdentity {
  /** How long a token of GitHub lives. */
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /** How long before its issue a token of GitHub is valid already. */
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

  /** With this claim: a text, a number, a truth value, a list or a map. */
  public SignedIdentity with(String claim, Object value) {
    return with(Map.of(claim, value));
  }

  /** With these claims. */
  public SignedIdentity with(Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.putAll(more);
    return new SignedIdentity(issuer, header, all);
  }

  /** Without this claim. */
  public SignedIdentity without(String claim) {
    Map<String, Object> fewer = new LinkedHashMap<>(claims);
    fewer.remove(claim);
    return new SignedIdentity(issuer, header, fewer);
  }

  /** For one audience, which is a text then, or for a list of them. */
  public SignedIdentity to(String... audience) {
    return with("aud", audience.length == 1 ? audience[0] : List.of(audience));
  }

  /** Issued then, and valid from ten minutes before until five minutes after, as at GitHub. */
  public SignedIdentity issued(Instant time) {
    return with("iat", time.getEpochSecond())
        .with("nbf", time.minus(EARLY).getEpochSecond())
        .with("exp", time.plus(LIFETIME).getEpochSecond());
  }

  /** With this field of the header. */
  public SignedIdentity withHeader(String field, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(header);
    all.put(field, value);
    return new SignedIdentity(issuer, all, claims);
  }

  /** Without this field of the header. */
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
