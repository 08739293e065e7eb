package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server whose key it is, before anything is stored. */
public final class KeyCheck {
  private final ManagementClients clients;

  /**
   * @param clients open the client that asks
   */
  public KeyCheck(ManagementClients clients) {
    this.clients = clients;
  }

  /**
   * What the server said.
   *
   * @param user who the key is, or null when it may not ask
   * @param warnings sentences that the user should act on
   */
  public record Outcome(@Nullable UserInfo user, List<String> warnings) {}

  /**
   * Checks a key. A 403 is the answer for a valid key without management rights, so it is no
   * failure.
   *
   * @param expectedWorkspace the workspace the key must belong to, or null
   * @throws AuthException if it belongs to another workspace
   * @throws ApiException if the server refuses it
   */
  public Outcome check(RemoteUrl url, ApiKey key, @Nullable String expectedWorkspace)
      throws AuthException, ApiException, TransportException {
    UserInfo user = null;
    List<String> warnings = List.of();
    try {
      user = clients.open(url, key).me();
    } catch (ApiException e) {
      if (e.status() != 403) {
        throw e;
      }
      warnings =
          List.of(
              "the key is valid but has no management rights (HTTP 403), as inference and metrics"
                  + " keys do; who it belongs to is unknown");
    }
    String actual = user == null ? null : user.workspaceName();
    if (expectedWorkspace != null && !expectedWorkspace.equals(actual)) {
      throw AuthException.invalid(
          "the key belongs to "
              + (actual == null
                  ? "an unknown workspace"
                  : "workspace '" + Neutralizer.line(actual) + "'")
              + ", not to '"
              + Neutralizer.line(expectedWorkspace)
              + "'; check which key this job was given");
    }
    return new Outcome(user, warnings);
  }

  /**
   * What is to be said of a team that a login names: nothing if the key sees it. No failure to ask
   * is one of the login, whose key the server has accepted.
   *
   * @param team its name, which is what {@code truss} reads
   */
  public Optional<String> doubtOfTeam(RemoteUrl url, ApiKey key, String team) throws AuthException {
    return doubtOfTeam(clients.open(url, key), team);
  }

  /** As above, of a client that is open. */
  public static Optional<String> doubtOfTeam(ManagementApi api, String team) {
    String shown = "the team '" + Neutralizer.line(team) + "' ";
    try {
      List<Team> visible = api.teams();
      return visible.stream().anyMatch(each -> each.name().equals(team))
          ? Optional.empty()
          : Optional.of(
              shown
                  + "is none of those that this key sees ("
                  + Teams.names(visible)
                  + "); a push to it will fail unless it is spelt as there");
    } catch (ApiException e) {
      return Optional.of(
          shown
              + "was not checked: "
              + (e.status() == 403 ? "this key may not list teams (HTTP 403)" : e.getMessage()));
    } catch (TransportException e) {
      return Optional.of(shown + "was not checked: " + e.getMessage());
    }
  }

  /**
   * What the key may do, as the server lists it.
   *
   * @return empty when the key may not ask (HTTP 403), or is not among those that it sees
   * @throws ApiException if the server refuses it
   */
  public Optional<ApiKeyType> type(RemoteUrl url, ApiKey key)
      throws AuthException, ApiException, TransportException {
    try {
      return clients.open(url, key).ownKey().map(ApiKeyInfo::type);
    } catch (ApiException e) {
      if (e.status() != 403) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
