package io.github.basetenci.sandbox;

/**
 * What the sandbox does with identity tokens and access tokens in cases that Baseten's
 * documentation does not specify.
 *
 * @param enabled whether the organization has workload identity federation, which is a private
 *     preview; otherwise every exchange is refused
 * @param shortensLifetimes whether a lifetime above the maximum of the rule is shortened; otherwise
 *     it is refused
 * @param takesIdentityTokensOnce whether an identity token can be exchanged only once
 * @param takesApiKeyScheme whether an access token is accepted after {@code Api-Key} too; otherwise
 *     it is accepted only after {@code Bearer}
 * @param takesGraphql whether an access token is accepted for GraphQL too
 */
public record ExchangeOptions(
    boolean enabled,
    boolean shortensLifetimes,
    boolean takesIdentityTokensOnce,
    boolean takesApiKeyScheme,
    boolean takesGraphql) {

  /**
   * The federation is enabled, lifetimes are shortened, identity tokens can be exchanged again,
   * access tokens are accepted only after {@code Bearer}, and GraphQL accepts them.
   */
  public static ExchangeOptions defaults() {
    return new ExchangeOptions(true, true, false, false, true);
  }

  public ExchangeOptions withEnabled(boolean value) {
    return new ExchangeOptions(
        value, shortensLifetimes, takesIdentityTokensOnce, takesApiKeyScheme, takesGraphql);
  }

  public ExchangeOptions withShortensLifetimes(boolean value) {
    return new ExchangeOptions(
        enabled, value, takesIdentityTokensOnce, takesApiKeyScheme, takesGraphql);
  }

  public ExchangeOptions withTakesIdentityTokensOnce(boolean value) {
    return new ExchangeOptions(enabled, shortensLifetimes, value, takesApiKeyScheme, takesGraphql);
  }

  public ExchangeOptions withTakesApiKeyScheme(boolean value) {
    return new ExchangeOptions(
        enabled, shortensLifetimes, takesIdentityTokensOnce, value, takesGraphql);
  }

  public ExchangeOptions withTakesGraphql(boolean value) {
    return new ExchangeOptions(
        enabled, shortensLifetimes, takesIdentityTokensOnce, takesApiKeyScheme, value);
  }
}
