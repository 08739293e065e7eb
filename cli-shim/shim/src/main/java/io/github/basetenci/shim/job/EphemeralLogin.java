package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Teams;
import io.github.basetenci.ephemeral.ClockBounds;
import io.github.basetenci.ephemeral.EphemeralKeys;
import io.github.basetenci.ephemeral.EphemeralName;
import io.github.basetenci.ephemeral.Janitor;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Situation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mints the key of this job. The name of the key is saved before the server is asked to mint it.
 */
final class EphemeralLogin {
  /** The longest time that deleting keys of other jobs may delay this job. */
  private static final Duration JANITOR = Duration.ofSeconds(10);

  private static final int FORBIDDEN = 403;

  private final Session session;
  private final Network network;
  private final JobLoginEdge edge;
  private @Nullable EphemeralKeys keys;
  private @Nullable EphemeralName minted;

  EphemeralLogin(Session session, Network network, JobLoginEdge edge) {
    this.session = session;
    this.network = network;
    this.edge = edge;
  }

  /**
   * @param minter the login with the minting key in place of the new key
   * @return the login with the new key
   */
  JobAccount mint(JobAccount minter, EphemeralOptions.Wanted wanted) throws Exception {
    ApiKey minting = minter.plan().key();
    URI address = network.clients().base(minter.plan().url());
    ManagementApi api = network.api(address, minting);
    try {
      session.output().debug("Listing the keys.");
      KeyList listed = api.keyList();
      ClockBounds now = ClockBounds.of(session.host().clock().instant(), listed.serverTime());
      sweep(address, minting, listed, now);
      if (api.forbidsNewKeys(wanted.type())) {
        throw newKeysForbidden(wanted);
      }
      String teamId = teamId(api, wanted.team());
      String random = UUID.randomUUID().toString().replace("-", "");
      EphemeralName name =
          EphemeralName.of(
              now.latest().plus(wanted.maxAge()), CiJob.label(session.environment()), random);
      EphemeralRecord record = new EphemeralRecord(name, address, network.trusted(), false);
      session.output().debug("Saving the name of the key.");
      edge.minting(record);
      session.output().debug("Minting the key.");
      keys = new EphemeralKeys(api, network.deadline(), session.sleeper());
      ApiKey key = keys.mint(name, wanted.type(), wanted.modelsOrNull(), teamId);
      minted = name;
      session.output().hide(key);
      edge.hide(key);
      session.output().debug("The key is minted.");
      edge.minting(record.whenMade());
      session
          .output()
          .note(
              "Minted the key "
                  + name
                  + ", "
                  + key
                  + " ("
                  + wanted.type()
                  + "), for this job alone.");
      return minter.minted(key, wanted.type());
    } catch (ApiException e) {
      throw e.status() == FORBIDDEN ? forbidden(minting, wanted, e) : e;
    }
  }

  /**
   * An ephemeral key limits what later steps can do, so no other key may be handed to these steps.
   *
   * @param found the logins, with that of the minting key first
   */
  static void refuseShared(Session session, List<JobAccount> found) throws UsageException {
    ApiKey minting = found.get(0).plan().key();
    String alone = ", so that every step could use it; give it to ";
    String option = session.words().name("minting-api-key");
    for (String name : List.of(Environment.API_KEY, Environment.TRUSS_API_KEY)) {
      if (session.environment().get(name).orElse("").strip().equals(minting.reveal())) {
        throw new UsageException(
            "the variable "
                + name
                + " of the job holds the minting key"
                + alone
                + option
                + " alone");
      }
    }
    for (JobAccount other : found.subList(1, found.size())) {
      if (other.plan().key().equals(minting)) {
        throw new UsageException(
            session.words().name("account")
                + " has the minting key for "
                + other.plan().remote()
                + alone
                + option
                + " alone");
      }
    }
  }

  /** Revokes the minted key. */
  void takeBack() throws Exception {
    if (keys != null && minted != null) {
      keys.delete(minted, false);
    }
  }

  private void sweep(URI address, ApiKey minting, KeyList listed, ClockBounds now) {
    Janitor janitor = new Janitor(network.api(address, minting, JANITOR), minting.prefix());
    Janitor.Swept swept = janitor.sweep(listed.keys(), now);
    for (EphemeralName name : swept.deleted()) {
      session.output().note("Deleted the key " + name + ", which an earlier job left.");
    }
    if (swept.problem() != null) {
      session.output().info("Keys that earlier jobs left stay for now: " + swept.problem() + ".");
    }
  }

  private @Nullable String teamId(ManagementApi api, @Nullable String team)
      throws JobException, ApiException, TransportException {
    if (team == null) {
      return null;
    }
    try {
      return new Teams(api.teams()).named(team).id();
    } catch (AuthException e) {
      throw new JobException(
          JobException.Kind.OTHER,
          "",
          session.words().name("ephemeral-team") + ": " + e.getMessage(),
          e);
    }
  }

  private JobException newKeysForbidden(EphemeralOptions.Wanted wanted) {
    String type = wanted.type().value();
    return new JobException(
        JobException.Kind.OTHER,
        "",
        "the organization allows no new keys of type "
            + type
            + session.words().advice().on(Situation.NEW_KEYS_FORBIDDEN, type),
        null);
  }

  private static JobException forbidden(
      ApiKey minting, EphemeralOptions.Wanted wanted, ApiException e) {
    return new JobException(
        JobException.Kind.MAY_NOT_MINT,
        "",
        "the minting key "
            + minting
            + " may not mint a key of type "
            + wanted.type()
            + " ("
            + e.getMessage()
            + "); give one of type WORKSPACE_MANAGE_API_KEYS or WORKSPACE_MANAGE_ALL",
        e);
  }
}
