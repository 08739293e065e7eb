package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Federation.TrustRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens that were issued for identity tokens. A token keeps its end and its account
 * even if the trust rule changes. At any time, a token may do what its account may do at that time.
 */
final class AccessTokens {
  private static final int LENGTH = 48;

  private final Keys keys;
  private final Clock clock;
  private final Map<String, Grant> grants = new LinkedHashMap<>();

  AccessTokens(Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  IssuedToken issue(TrustRule rule, Duration lifetime) {
    ServiceAccount account = rule.terms.account();
    Instant now = clock.instant();
    IssuedToken token =
        new IssuedToken(
            "sbx-token-" + keys.word(LENGTH), rule.id, account.name, now, now.plus(lifetime));
    grants.put(token.value(), new Grant(token, account));
    return token;
  }

  /**
   * The account that the token acts as, or null for a token that is unknown, revoked or expired, or
   * whose account is disabled.
   */
  @Nullable ServiceAccount accountOf(String token) {
    Grant grant = grants.get(token);
    return grant == null
            || grant.revoked
            || grant.account.disabled
            || !clock.instant().isBefore(grant.token.expires())
        ? null
        : grant.account;
  }

  /**
   * The token with this text, also if it has expired or was revoked; null if the sandbox did not
   * issue it.
   */
  @Nullable IssuedToken find(String token) {
    Grant grant = grants.get(token);
    return grant == null ? null : grant.token;
  }

  /** All tokens, oldest first, including those that have expired or were revoked. */
  List<IssuedToken> issued() {
    return grants.values().stream().map(grant -> grant.token).toList();
  }

  /** Revokes all tokens. */
  void revokeAll() {
    grants.values().forEach(grant -> grant.revoked = true);
  }

  private static final class Grant {
    final IssuedToken token;
    final ServiceAccount account;
    boolean revoked;

    Grant(IssuedToken token, ServiceAccount account) {
      this.token = token;
      this.account = account;
    }
  }
}
