package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Workspace.Key;
import org.jspecify.annotations.Nullable;

/** Turns the credential of a call into its caller. */
final class Access {
  private final Workspace workspace;
  private final DeviceLoginEndpoints sessions;
  private final AccessTokens tokens;
  private final ExchangeOptions options;

  Access(
      Workspace workspace,
      DeviceLoginEndpoints sessions,
      AccessTokens tokens,
      ExchangeOptions options) {
    this.workspace = workspace;
    this.sessions = sessions;
    this.tokens = tokens;
    this.options = options;
  }

  /**
   * The caller of a call of the management API. An unknown key is refused with 401, and a key
   * without management rights with 403.
   */
  Caller manager(Call call) throws Refusal {
    Caller caller = anyone(call);
    if (!caller.type().manages()) {
      throw Refusal.forbidden("This type of API key is not allowed to call the management API.");
    }
    return caller;
  }

  /** The caller of a call that only an admin of the organization may make. */
  Caller organizationAdmin(Call call) throws Refusal {
    Caller caller = manager(call);
    if (!caller.administersOrganization()) {
      throw Refusal.forbidden("Only an organization admin is allowed to do this.");
    }
    return caller;
  }

  /** The caller of a GraphQL call. The options decide whether such a call accepts access tokens. */
  Caller graphql(Call call) throws Refusal {
    if (!options.takesGraphql() && tokens.find(call.credential()) != null) {
      throw Refusal.unauthorized();
    }
    return manager(call);
  }

  private Caller anyone(Call call) throws Refusal {
    String credential = call.credential();
    Key key = workspace.key(credential);
    if (key != null) {
      workspace.uses().use(key);
      return Caller.of(key);
    }
    Workspace.@Nullable Member member = call.isBearer() ? sessions.memberOf(credential) : null;
    if (member != null) {
      return Caller.of(member);
    }
    ServiceAccount account =
        call.isBearer() || options.takesApiKeyScheme() ? tokens.accountOf(credential) : null;
    if (account == null) {
      throw Refusal.unauthorized();
    }
    return Caller.of(account);
  }
}
