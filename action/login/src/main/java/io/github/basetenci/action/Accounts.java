package io.github.basetenci.action;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.auth.LoginPlans.Destination;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.identity.GitHubRun;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.JobAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the keys of this step and plans a login for each key, before any call or write. */
record Accounts(Session session, Inputs inputs) {
  /** What messages name as the source of a minting key, and of the key that it mints. */
  static final String MINTING = "input minting-api-key";

  /**
   * First the login of the input api-key or minting-api-key, then those of the input remotes.
   *
   * @param keyless whether a login without a key takes the first of these
   */
  List<JobAccount> find(boolean keyless) throws WorkflowException, AuthException {
    List<JobAccount> accounts = new ArrayList<>();
    GivenKey own = own(keyless);
    if (own != null) {
      accounts.add(
          account(
              own,
              new Destination(
                  inputs.name("remote"),
                  inputs.name("profile"),
                  inputs.name("remote-url"),
                  inputs.name("team"))));
    }
    for (RemotesInput.Remote remote : inputs.remotes()) {
      GivenKey given =
          session
              .givenKeys()
              .require(new ExplicitKey("remotes, remote " + remote.remote(), remote.apiKey()));
      accounts.add(
          account(
              given,
              new Destination(
                  remote.remote(), remote.profile(), remote.remoteUrl(), remote.team())));
    }
    LoginPlans.refuseDuplicates(accounts.stream().map(JobAccount::plan).toList());
    return accounts;
  }

  private @Nullable GivenKey own(boolean keyless) throws WorkflowException, AuthException {
    String minting = inputs.mintingKey();
    String key = minting == null ? inputs.apiKey() : minting;
    String input = minting == null ? "api-key" : "minting-api-key";
    EmptyKey empty = key == null || !key.isEmpty() ? null : new EmptyKey(input);
    if (empty != null && !inputs.on().contains("allow-fallback")) {
      WorkflowException withheld =
          new GitHubRun(session.host().environment()).withheld(empty.input());
      if (withheld != null || minting != null) {
        throw withheld == null ? empty.unknownSecret() : withheld;
      }
    }
    if (key != null && empty == null) {
      return session.givenKeys().require(new ExplicitKey("input " + input, key));
    }
    if (!inputs.remotes().isEmpty()) {
      return null;
    }
    Optional<GivenKey> given = keyless ? Optional.empty() : session.givenKeys().find(null);
    if (given.isEmpty() && !keyless) {
      throw empty == null ? EmptyKey.notGiven() : empty.unknownSecret();
    }
    if (empty != null) {
      String other =
          given
              .map(each -> "key from " + each.sourceName())
              .orElse("trust rule from " + Environment.TRUST_RULE);
      session.output().warn("api-key is empty; the " + other + " is used instead");
    }
    return given.orElse(null);
  }

  private JobAccount account(GivenKey given, Destination to) throws AuthException {
    return JobAccount.unverified(session.loginPlans().of(given, to), given.sourceName());
  }
}
