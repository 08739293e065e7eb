package io.github.basetenci.sandbox;

/**
 * What the sandbox does with identity tokens and access tokens where Baseten's documentation leaves
 * a choice.
 *
 * @param enabled whether the organization has workload identity federation, which is a private
 *     preview; every exchange is refused without it
 * @param shortensLifetimes whether a lifetime above the rule's is shortened; it is refused
 *     otherwise
 * @param takesIdentityTokensOnce whether an identity token can be exchanged once alone
 * @param takesApiKeyScheme whether an access token is taken after {@code Api-Key} too, and not
 *     after {@code Bearer} alone
 * @param takesGraphql whether an access token is taken for GraphQL too
 */
public record ExchangeOptions(
    boolean enabled,
    boolean shortensLifetimes,
    boolean takesIdentityTokensOnce,
    boolean takesApiKeyScheme,
    boolean takesGraphql) {

  /** Enabled; lifetimes shortened, identity tokens taken again, {@code Bearer} alone, GraphQL. */
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
