package io.github.basetenci.secrets;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.SecretInfo;
import io.github.basetenci.api.Team;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.text.Neutralizer;
import java.util.List;

/**
 * The secrets of one team. They are listed before each change, because the server replaces and
 * deletes a secret without asking, even if the name is spelled differently.
 */
public final class TeamSecrets {
  private final ManagementApi api;
  private final Team team;

  /**
   * @param api the management API with the rights of a key
   * @param team the team that has the secrets
   */
  public TeamSecrets(ManagementApi api, Team team) {
    this.api = api;
    this.team = team;
  }

  /**
   * The result of writing a secret.
   *
   * @param replaced whether a secret of this name existed before
   * @param warnings sentences that the user should act on
   */
  public record Written(SecretInfo secret, boolean replaced, List<String> warnings) {}

  /**
   * Creates the secret, or replaces its value.
   *
   * @param mayReplace whether an existing secret of this name may be replaced
   * @throws SecretException if the name is not well-formed, if the value is empty, if a secret of
   *     this name exists and must not be replaced, or if the team has a secret that the server
   *     treats as the same under another name
   */
  public Written set(String name, String value, boolean mayReplace)
      throws SecretException, ApiException, TransportException {
    SecretName wanted = new SecretName(name);
    if (!wanted.isWellFormed()) {
      throw SecretException.refused(
          wanted
              + " is no name for a secret; choose one of letters, digits, '-', '_' and '.', at most"
              + " 253");
    }
    if (value.isEmpty()) {
      throw SecretException.refused("the value is empty; a secret without a value is no use");
    }
    List<SecretInfo> stored = api.secrets(team.id());
    boolean replaced = false;
    for (SecretInfo secret : stored) {
      SecretName other = new SecretName(secret.name());
      if (other.equals(wanted)) {
        replaced = true;
      } else if (other.isSameSecretAs(wanted)) {
        throw SecretException.refused(
            other
                + inTeam()
                + " is the same secret to Baseten as "
                + wanted
                + ", and would be overwritten; use its name, or delete it first");
      }
    }
    if (replaced && !mayReplace) {
      throw SecretException.refused(wanted + " is stored" + inTeam() + " already; nothing changed");
    }
    List<String> warnings =
        stored.stream()
            .map(secret -> new SecretName(secret.name()))
            .filter(wanted::differsInCaseAlone)
            .map(other -> wanted + " and " + other + inTeam() + " differ in case alone")
            .toList();
    return new Written(api.setSecret(name, value, team.id()), replaced, warnings);
  }

  /**
   * The stored secret of exactly this name.
   *
   * @throws SecretException if there is no such secret
   */
  public SecretInfo find(String name) throws SecretException, ApiException, TransportException {
    SecretName wanted = new SecretName(name);
    SecretName like = null;
    for (SecretInfo secret : api.secrets(team.id())) {
      SecretName other = new SecretName(secret.name());
      if (other.equals(wanted)) {
        return secret;
      }
      if (other.isSameSecretAs(wanted)) {
        like = other;
      }
    }
    throw SecretException.notFound(
        "no secret "
            + wanted
            + inTeam()
            + (like == null ? "" : "; there is " + like + ", which is the same to Baseten"));
  }

  /** Deletes the secret. It cannot be brought back. */
  public void delete(SecretInfo secret) throws ApiException, TransportException {
    api.deleteSecret(secret.name(), team.id());
  }

  private String inTeam() {
    return " in team '" + Neutralizer.line(team.name()) + "'";
  }
}
