package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.basetenci.sandbox.Federation.TrustRule;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of an identity token for an access token (RFC 8693). The answer to a refused request
 * contains only one of three error codes. The reason is recorded for the user of the sandbox.
 */
final class TokenExchange {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";
  private static final String ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

  /** The end of the year 9999. A later time is not accepted in a token. */
  private static final double LAST_MOMENT = 253_402_300_799.0;

  private final Federation federation;
  private final AccessTokens tokens;
  private final Clock clock;
  private final ExchangeOptions options;
  private final Set<String> seen = new HashSet<>();
  private final List<String> refusals = new ArrayList<>();

  TokenExchange(Federation federation, AccessTokens tokens, Clock clock, ExchangeOptions options) {
    this.federation = federation;
    this.tokens = tokens;
    this.clock = clock;
    this.options = options;
  }

  void addTo(Router router) {
    router.on("POST", "/v1/auth/token", this::exchange);
  }

  /** The reasons of refused exchanges, oldest first. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  private Answer exchange(Call call) {
    try {
      IssuedToken token = exchange(request(call));
      return answer(
          200,
          Answer.object()
              .put("access_token", token.value())
              .put("issued_token_type", ACCESS_TOKEN_TYPE)
              .put("token_type", "Bearer")
              .put("expires_in", Duration.between(token.issued(), token.expires()).toSeconds()));
    } catch (UntrustedTokenException e) {
      return refuse("invalid_grant", e);
    } catch (InvalidExchangeException e) {
      return refuse(e.error, e);
    }
  }

  private Answer refuse(String error, Exception reason) {
    refusals.add(error + ": " + reason.getMessage());
    return answer(400, Answer.object().put("error", error));
  }

  private static Answer answer(int status, JsonNode body) {
    return Answer.json(status, body).with(Map.of("Cache-Control", "no-store"));
  }

  private static Request request(Call call) throws InvalidExchangeException {
    JsonNode body;
    try {
      body = call.json();
    } catch (Refusal e) {
      throw InvalidExchangeException.request("the body is no JSON object");
    }
    if (!text(body, "grant_type").equals(GRANT)) {
      throw new InvalidExchangeException(
          "unsupported_grant_type", "the grant_type is not that of a token exchange");
    }
    if (!text(body, "subject_token_type").equals(JWT_TYPE)) {
      throw InvalidExchangeException.request("the subject_token_type is not that of a JWT");
    }
    if (body.hasNonNull("requested_token_type")
        && !text(body, "requested_token_type").equals(ACCESS_TOKEN_TYPE)) {
      throw InvalidExchangeException.request(
          "the requested_token_type is not that of an access token");
    }
    return new Request(text(body, "subject_token"), text(body, "audience"), lifetime(body));
  }

  private static String text(JsonNode body, String field) throws InvalidExchangeException {
    String value = body.path(field).textValue();
    if (value == null || value.isEmpty()) {
      throw InvalidExchangeException.request(field + " is no text, or empty");
    }
    return value;
  }

  private static @Nullable BigInteger lifetime(JsonNode body) throws InvalidExchangeException {
    if (!body.hasNonNull("access_token_lifetime_seconds")) {
      return null;
    }
    JsonNode value = body.path("access_token_lifetime_seconds");
    if (!value.isIntegralNumber()
        || value.bigIntegerValue().compareTo(seconds(TrustRuleEndpoints.SHORTEST_LIFETIME)) < 0) {
      throw InvalidExchangeException.request(
          "access_token_lifetime_seconds is no integer, or below "
              + TrustRuleEndpoints.SHORTEST_LIFETIME);
    }
    return value.bigIntegerValue();
  }

  private IssuedToken exchange(Request request) throws UntrustedTokenException {
    require(options.enabled(), "the organization has no workload identity federation");
    TrustRule rule = federation.rule(candidate -> candidate.id.equals(request.rule));
    if (rule == null) {
      throw new UntrustedTokenException("no trust rule has the id that audience names");
    }
    Jwt token = Jwt.parse(request.token);
    checkSignature(token, rule);
    checkTimes(token);
    require(
        isFor(token.claims().path("aud"), rule.terms.audience()),
        "aud is not the audience of the rule " + rule.terms.name());
    require(
        rule.terms.condition().isMetBy(token.claims()),
        "the claims do not meet the condition of the rule " + rule.terms.name());
    require(
        !rule.terms.account().disabled,
        "the service account " + rule.terms.account().name + " is disabled");
    Duration lifetime = lifetime(request, rule);
    require(
        seen.add(request.token) || !options.takesIdentityTokensOnce(),
        "the token was exchanged before");
    return tokens.issue(rule, lifetime);
  }

  private void checkSignature(Jwt token, TrustRule rule) throws UntrustedTokenException {
    String issuer = rule.provider.issuer();
    require(
        issuer.equals(token.claim("iss")),
        "iss is not the issuer of the identity provider " + rule.provider.name());
    require(!token.header().has("crit"), "the header has critical fields");
    KeySet keys = federation.keySet(issuer);
    if (keys == null) {
      throw new UntrustedTokenException("the signing keys of the issuer cannot be fetched");
    }
    require(keys.signed(token), "the signature is not by a key of the issuer");
  }

  private void checkTimes(Jwt token) throws UntrustedTokenException {
    double now = clock.instant().toEpochMilli() / 1000.0;
    require(moment(token, "exp", Double.NaN) > now, "exp is over");
    require(moment(token, "nbf", 0) <= now, "nbf is yet to come");
    require(moment(token, "iat", 0) <= now, "iat is yet to come");
  }

  /**
   * A claim that is a time in seconds, or {@code otherwise} if the claim is missing. NaN is
   * refused.
   */
  private static double moment(Jwt token, String claim, double otherwise)
      throws UntrustedTokenException {
    JsonNode value = token.claims().path(claim);
    double moment =
        value.isMissingNode() ? otherwise : value.isNumber() ? value.doubleValue() : Double.NaN;
    require(moment >= 0 && moment <= LAST_MOMENT, claim + " is no moment");
    return moment;
  }

  private static boolean isFor(JsonNode audiences, String wanted) {
    if (!audiences.isArray()) {
      return wanted.equals(audiences.textValue());
    }
    boolean found = false;
    for (JsonNode audience : audiences) {
      if (!audience.isTextual()) {
        return false;
      }
      found |= wanted.equals(audience.textValue());
    }
    return found;
  }

  private Duration lifetime(Request request, TrustRule rule) throws UntrustedTokenException {
    Duration longest = rule.terms.longest();
    BigInteger wanted = request.lifetime;
    if (wanted == null) {
      return longest;
    }
    boolean tooLong = wanted.compareTo(seconds(longest.toSeconds())) > 0;
    require(
        !tooLong || options.shortensLifetimes(),
        "the lifetime is above that of the rule " + rule.terms.name());
    return tooLong ? longest : Duration.ofSeconds(wanted.longValueExact());
  }

  private static BigInteger seconds(long count) {
    return BigInteger.valueOf(count);
  }

  private static void require(boolean condition, String otherwise) throws UntrustedTokenException {
    if (!condition) {
      throw new UntrustedTokenException(otherwise);
    }
  }

  /**
   * A well-formed request.
   *
   * @param token the identity token
   * @param rule the id of the trust rule
   * @param lifetime the wanted lifetime of the access token in seconds, null for the longest
   *     possible lifetime
   */
  private record Request(String token, String rule, @Nullable BigInteger lifetime) {
    /** Does not show the token. */
    @Override
    public String toString() {
      return "an exchange";
    }
  }

  /** A request that is not well-formed. */
  private static final class InvalidExchangeException extends Exception {
    private static final long serialVersionUID = 1L;

    final String error;

    InvalidExchangeException(String error, String message) {
      super(message);
      this.error = error;
    }

    static InvalidExchangeException request(String message) {
      return new InvalidExchangeException("invalid_request", message);
    }
  }
}
