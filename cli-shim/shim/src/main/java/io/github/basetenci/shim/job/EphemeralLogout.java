package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.ephemeral.EphemeralException;
import io.github.basetenci.ephemeral.EphemeralKeys;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Revokes the key of a job. It finds the key by the name that the login saved before the server was
 * asked to mint it.
 */
record EphemeralLogout(Session session, JobLogoutEdge edge, CertificateOption certificate) {
  /**
   * @throws JobException if the key may still exist; the message names the key
   */
  boolean delete(EphemeralRecord saved) throws Exception {
    Words words = session.words();
    try {
      ApiKey minting = edge.mintingKey();
      Network network = certificate.network(session);
      if (!network.trusted().equals(saved.trusted())) {
        throw left(
            saved,
            "the certificate authorities of "
                + words.name(Words.AUTHORITIES)
                + " are no longer those of "
                + words.name(Words.LOGIN)
                + ", so that the minting key was sent nowhere",
            null);
      }
      session.output().debug("Deleting the key.");
      Set<String> deleted =
          new EphemeralKeys(
                  network.api(saved.address(), minting), network.deadline(), session.sleeper())
              .delete(saved.name(), !saved.made());
      session
          .output()
          .note(
              deleted.isEmpty()
                  ? "The key " + saved.name() + " is not there: nothing to delete."
                  : "Deleted the key "
                      + saved.name()
                      + ", "
                      + String.join(", ", deleted)
                      + "****.");
      return true;
    } catch (JobException e) {
      throw e;
    } catch (CommandException
        | UsageException
        | AuthException
        | ApiException
        | TransportException
        | EphemeralException e) {
      throw left(saved, words.advice().sentence(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw left(saved, "the step was interrupted", e);
    }
  }

  private JobException left(EphemeralRecord saved, String why, @Nullable Exception cause) {
    return new JobException(
        JobException.Kind.OTHER,
        "",
        "the key "
            + saved.name()
            + " may be left on the server: "
            + why
            + "; delete it with baseten-ci keys revoke --name "
            + saved.name()
            + ", or a later login with "
            + session.words().name("ephemeral")
            + " does once "
            + saved.name().end()
            + " has passed",
        cause);
  }
}
