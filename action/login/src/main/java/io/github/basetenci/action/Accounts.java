package io.github.basetenci.action;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.GivenKeys;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the keys of this step and plans a login for each. Nothing is asked or written yet. */
final class Accounts {
  private final Job job;
  private final KeyMasks masks;
  private final StepLog log;
  private final GivenKeys givenKeys;
  private final LoginPlans plans;

  Accounts(Job job, Environment environment, KeyMasks masks, StepLog log) {
    this.job = job;
    this.masks = masks;
    this.log = log;
    this.givenKeys =
        new GivenKeys(environment, new KeyFile(job.path(HostPaths.WORKSPACE)), masks::hide);
    this.plans = new LoginPlans(environment);
  }

  /** The login of the step's own inputs first, then those of {@code remotes}. */
  List<Account> find(Inputs inputs) throws ActionException, AuthException {
    List<RemotesInput.Remote> remotes = RemotesInput.parse(inputs.remotes());
    remotes.forEach(remote -> masks.hide(remote.apiKey()));
    List<Account> accounts = new ArrayList<>();
    GivenKey own = own(inputs, remotes.isEmpty());
    if (own != null) {
      accounts.add(
          account(
              own,
              new LoginPlans.Destination(
                  inputs.remote(), inputs.profile(), inputs.remoteUrl(), inputs.team())));
    }
    for (RemotesInput.Remote remote : remotes) {
      accounts.add(
          account(
              givenKeys.require(
                  new ExplicitKey("remotes, remote " + remote.remote(), remote.apiKey())),
              new LoginPlans.Destination(
                  remote.remote(), remote.profile(), remote.remoteUrl(), remote.team())));
    }
    LoginPlans.refuseTwins(accounts.stream().map(Account::plan).toList());
    return accounts;
  }

  /**
   * @param alone whether no other login is named
   */
  private @Nullable GivenKey own(Inputs inputs, boolean alone)
      throws ActionException, AuthException {
    String key = inputs.apiKey();
    boolean empty = key != null && key.isEmpty();
    if (empty && !inputs.allowFallback()) {
      ActionException withheld = new EmptyKey(job).withheld();
      if (withheld != null) {
        throw withheld;
      }
    }
    if (key != null && !empty) {
      return givenKeys.require(new ExplicitKey("input api-key", key));
    }
    if (!alone) {
      return null;
    }
    Optional<GivenKey> given = givenKeys.find(null);
    if (given.isEmpty()) {
      throw empty ? new EmptyKey(job).unknownSecret() : EmptyKey.notGiven();
    }
    if (empty) {
      log.warn("api-key is empty; the key from " + given.get().sourceName() + " is used instead");
    }
    return given.get();
  }

  private Account account(GivenKey given, LoginPlans.Destination to) throws AuthException {
    LoginPlan plan = plans.of(given, to);
    return Account.unverified(plan, given.sourceName());
  }
}
