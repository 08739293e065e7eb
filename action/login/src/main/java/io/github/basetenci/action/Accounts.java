package io.github.basetenci.action;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.GivenKeys;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.ApiKey;
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
    this.plans = new LoginPlans(environment, ActionWords.SOURCES);
  }

  /**
   * The logins of a step.
   *
   * @param minter the first login as it would be with the minting key, which stands in for a key
   *     that is yet to be minted; null where no key is minted
   * @param ready those whose keys are there: that of the step's own inputs first, then those of
   *     {@code remotes}
   */
  record Found(@Nullable Account minter, List<Account> ready) {
    int size() {
      return ready.size() + (minter == null ? 0 : 1);
    }
  }

  Found find(Inputs inputs) throws ActionException, AuthException {
    List<RemotesInput.Remote> remotes = RemotesInput.parse(inputs.remotes());
    remotes.forEach(remote -> masks.hide(remote.apiKey()));
    LoginPlans.Destination destination =
        new LoginPlans.Destination(
            inputs.remote(), inputs.profile(), inputs.remoteUrl(), inputs.team());
    EphemeralInputs ephemeral = inputs.ephemeral();
    Account minter = ephemeral == null ? null : account(minting(ephemeral), destination);
    GivenKey own = minter == null ? own(inputs, remotes.isEmpty()) : null;
    List<Account> ready = new ArrayList<>();
    if (own != null) {
      ready.add(account(own, destination));
    }
    for (RemotesInput.Remote remote : remotes) {
      ready.add(
          account(
              givenKeys.require(
                  new ExplicitKey("remotes, remote " + remote.remote(), remote.apiKey())),
              new LoginPlans.Destination(
                  remote.remote(), remote.profile(), remote.remoteUrl(), remote.team())));
    }
    List<Account> all = new ArrayList<>(ready);
    if (minter != null) {
      all.add(minter);
      refuseShared(minter.plan().key(), ready);
    }
    LoginPlans.refuseDuplicates(all.stream().map(Account::plan).toList());
    return new Found(minter, List.copyOf(ready));
  }

  private GivenKey minting(EphemeralInputs ephemeral) throws ActionException, AuthException {
    if (ephemeral.mintingKey().isEmpty()) {
      EmptyKey empty = new EmptyKey(job, "minting-api-key");
      ActionException withheld = empty.withheld();
      throw withheld == null ? empty.unknownSecret() : withheld;
    }
    return givenKeys.require(new ExplicitKey(Account.MINTING, ephemeral.mintingKey()));
  }

  /** What an ephemeral key keeps from later steps must not reach them by another way. */
  private void refuseShared(ApiKey minting, List<Account> others) throws ActionException {
    for (String name : List.of(Environment.API_KEY, Environment.TRUSS_API_KEY)) {
      if (job.variable(name).strip().equals(minting.reveal())) {
        throw new ActionException(
            "the variable "
                + name
                + " of the job holds the minting key, so that every step could use it; give it to"
                + " minting-api-key alone");
      }
    }
    for (Account other : others) {
      if (other.plan().key().equals(minting)) {
        throw new ActionException(
            "remotes has the minting key for "
                + other.plan().remote()
                + ", so that every step could use it; give it to minting-api-key alone");
      }
    }
  }

  /**
   * @param alone whether no other login is named
   */
  private @Nullable GivenKey own(Inputs inputs, boolean alone)
      throws ActionException, AuthException {
    String key = inputs.apiKey();
    boolean empty = key != null && key.isEmpty();
    if (empty && !inputs.allowFallback()) {
      ActionException withheld = new EmptyKey(job, "api-key").withheld();
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
      throw empty ? new EmptyKey(job, "api-key").unknownSecret() : EmptyKey.notGiven();
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
