package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.ephemeral.ClockBounds;
import io.github.basetenci.ephemeral.EphemeralException;
import io.github.basetenci.ephemeral.EphemeralName;
import io.github.basetenci.ephemeral.Janitor;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Mints the key of this job. Its name is in the state of the step before the key is asked for. */
final class EphemeralLogin {
  /** The longest that the keys of other jobs may keep this one waiting. */
  private static final Duration JANITOR = Duration.ofSeconds(10);

  private static final int FORBIDDEN = 403;

  private final Job job;
  private final ActionsCore core;
  private final Network network;
  private final KeyMasks masks;
  private final StepLog log;

  EphemeralLogin(Job job, ActionsCore core, Network network, KeyMasks masks, StepLog log) {
    this.job = job;
    this.core = core;
    this.network = network;
    this.masks = masks;
    this.log = log;
  }

  /**
   * @param minter the login as it would be with the minting key
   * @return the login with the new key
   */
  Account mint(Account minter, EphemeralInputs wanted)
      throws ActionException, AuthException, InterruptedException {
    ApiKey minting = minter.plan().key();
    URI address = network.clients().base(minter.plan().url());
    ManagementApi api = network.api(address, minting);
    try {
      log.debug("Listing the keys.");
      KeyList listed = api.keyList();
      ClockBounds now = ClockBounds.of(job.clock().instant(), listed.serverTime());
      sweep(address, minting, listed, now);
      String teamId = teamId(api, wanted.team());
      EphemeralName name =
          EphemeralName.of(now.latest().plus(wanted.maxAge()), label(), job.names().get());
      EphemeralState state = new EphemeralState(name, address, network.trusted(), false);
      log.debug("Saving the name of the key.");
      core.saveState(EphemeralState.STATE, state.toJson());
      log.debug("Minting the key.");
      ApiKey key = network.keys(api).mint(name, wanted.type(), wanted.modelsOrNull(), teamId);
      masks.hide(key.reveal());
      log.debug("The key is minted.");
      core.saveState(EphemeralState.STATE, state.whenMade().toJson());
      log.note(
          "Minted the key " + name + ", " + key + " (" + wanted.type() + "), for this job alone.");
      return minter.minted(key, wanted.type());
    } catch (ApiException e) {
      throw e.status() == FORBIDDEN ? forbidden(minter, wanted, e) : Sentences.of(e, minter);
    } catch (TransportException | EphemeralException e) {
      throw Sentences.of(e);
    }
  }

  private void sweep(URI address, ApiKey minting, KeyList listed, ClockBounds now) {
    Janitor janitor = new Janitor(network.api(address, minting, JANITOR), minting.prefix());
    Janitor.Swept swept = janitor.sweep(listed.keys(), now);
    for (EphemeralName name : swept.deleted()) {
      log.note("Deleted the key " + name + ", which an earlier job left.");
    }
    if (swept.problem() != null) {
      log.info("Keys that earlier jobs left stay for now: " + swept.problem() + ".");
    }
  }

  private static @Nullable String teamId(ManagementApi api, @Nullable String team)
      throws ActionException, ApiException, TransportException {
    if (team == null) {
      return null;
    }
    try {
      return new Teams(api.teams()).named(team).id();
    } catch (AuthException e) {
      throw new ActionException("ephemeral-team: " + e.getMessage(), null, e);
    }
  }

  /** What tells people which job the key is of. */
  private String label() {
    return job.variable("GITHUB_RUN_ID")
        + "-"
        + job.variable("GITHUB_RUN_ATTEMPT")
        + "-"
        + job.variable("GITHUB_JOB");
  }

  static ActionException forbidden(Account minter, EphemeralInputs wanted, ApiException e) {
    return new ActionException(
        "the minting key "
            + minter.plan().key()
            + " may not mint a key of type "
            + wanted.type()
            + " ("
            + e.getMessage()
            + "); give one of type WORKSPACE_MANAGE_API_KEYS or WORKSPACE_MANAGE_ALL",
        """
        # such a key: Baseten, Settings > API keys; then: gh secret set BASETEN_MINTING_KEY
        with:
          ephemeral: true
          minting-api-key: ${{ secrets.BASETEN_MINTING_KEY }}
        """,
        e);
  }
}
