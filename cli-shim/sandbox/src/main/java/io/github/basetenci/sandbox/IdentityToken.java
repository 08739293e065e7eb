package io.github.basetenci.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An identity token in the making. */
public final class IdentityToken {
  /** How long a token of GitHub lives. */
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /** How long before its issue a token of GitHub is valid already. */
  private static final Duration EARLY = Duration.ofMinutes(10);

  private final TestIssuer issuer;
  private final Map<String, Object> header;
  private final Map<String, Object> claims;

  private IdentityToken(TestIssuer issuer, Map<String, Object> header, Map<String, Object> claims) {
    this.issuer = issuer;
    this.header = header;
    this.claims = claims;
  }

  static IdentityToken of(TestIssuer issuer, Instant now, String... audience) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "JWT");
    header.put("alg", issuer.algorithm().name());
    header.put("kid", issuer.keyId());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", new Keys().word(32));
    claims.put("iss", issuer.issuer());
    return new IdentityToken(issuer, header, claims).to(audience).issued(now);
  }

  /** With this claim: a text, a number, a truth value, a list or a map. */
  public IdentityToken with(String claim, Object value) {
    return with(Map.of(claim, value));
  }

  /** With these claims. */
  public IdentityToken with(Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.putAll(more);
    return new IdentityToken(issuer, header, all);
  }

  /** Without this claim. */
  public IdentityToken without(String claim) {
    Map<String, Object> fewer = new LinkedHashMap<>(claims);
    fewer.remove(claim);
    return new IdentityToken(issuer, header, fewer);
  }

  /** For one audience, which is a text then, or for a list of them. */
  public IdentityToken to(String... audience) {
    return with("aud", audience.length == 1 ? audience[0] : List.of(audience));
  }

  /** Issued then, and valid from ten minutes before until five minutes after, as at GitHub. */
  public IdentityToken issued(Instant time) {
    return with("iat", time.getEpochSecond())
        .with("nbf", time.minus(EARLY).getEpochSecond())
        .with("exp", time.plus(LIFETIME).getEpochSecond());
  }

  /** With this field of the header. */
  public IdentityToken withHeader(String field, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(header);
    all.put(field, value);
    return new IdentityToken(issuer, all, claims);
  }

  /** Without this field of the header. */
  public IdentityToken withoutHeader(String field) {
    Map<String, Object> fewer = new LinkedHashMap<>(header);
    fewer.remove(field);
    return new IdentityToken(issuer, fewer, claims);
  }

  /** The signed token. */
  public String sign() {
    return issuer.sign(header, claims);
  }
}
