package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.ephemeral.EphemeralException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes the key of this job, found by the name that main saved before it asked for the key. */
final class EphemeralLogout {
  private final Job job;
  private final ActionsCore core;
  private final StepLog log;

  EphemeralLogout(Job job, ActionsCore core, StepLog log) {
    this.job = job;
    this.core = core;
    this.log = log;
  }

  /** Whether main came so far that there may be a key. */
  boolean isNeeded() {
    return !core.getState(EphemeralState.STATE).isEmpty();
  }

  /**
   * @throws ActionException if the key may be left; the sentence names it
   */
  void delete() throws ActionException {
    EphemeralState saved = EphemeralState.parse(core.getState(EphemeralState.STATE));
    try {
      Network network = network(saved);
      log.debug("Deleting the key.");
      Set<String> deleted =
          network
              .keys(network.api(saved.address(), mintingKey()))
              .delete(saved.name(), !saved.made());
      log.note(
          deleted.isEmpty()
              ? "The key " + saved.name() + " is not there: nothing to delete."
              : "Deleted the key " + saved.name() + ", " + String.join(", ", deleted) + "****.");
    } catch (InvalidKeyException e) {
      throw left(saved, "minting-api-key " + e.getMessage() + " in the post stage", e);
    } catch (ApiException | TransportException | EphemeralException e) {
      throw left(saved, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw left(saved, "the step was interrupted", e);
    }
  }

  private Network network(EphemeralState saved) throws ActionException {
    Network network;
    boolean sameTrust;
    try {
      network = Network.open(job, log, Inputs.read(job), new Environment(job.environment()));
      sameTrust = network.trusted().equals(saved.trusted());
    } catch (ActionException e) {
      throw left(saved, e.sentence(), e);
    }
    if (!sameTrust) {
      throw left(
          saved,
          "the certificate authorities of SSL_CERT_FILE and ca-certificate are no longer those of"
              + " the main stage, so that the minting key was sent nowhere",
          null);
    }
    return network;
  }

  private ApiKey mintingKey() throws InvalidKeyException {
    return ApiKey.of(EphemeralInputs.mintingKey(job));
  }

  private static ActionException left(EphemeralState saved, String why, @Nullable Exception cause) {
    return new ActionException(
        "the key "
            + saved.name()
            + " may be left on the server: "
            + why
            + "; delete it with baseten-ci keys revoke --name "
            + saved.name()
            + ", or a later login with ephemeral: true does once "
            + saved.name().end()
            + " has passed",
        null,
        cause);
  }
}
