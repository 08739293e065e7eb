package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the server to whom a key or an access token belongs, before anything is stored. */
public final class KeyCheck {
  private final ManagementClients clients;

  /**
   * @param clients open the client for the request
   */
  public KeyCheck(ManagementClients clients) {
    this.clients = clients;
  }

  /**
   * The result of a check.
   *
   * @param user the user or service account of the key, or null if the key may not ask for it
   * @param warnings sentences about problems that the user should solve
   */
  public record Outcome(@Nullable UserInfo user, List<String> warnings) {}

  /**
   * Checks a key or an access token. A 403 answer means a valid one without management rights, so
   * it is no failure.
   *
   * @param expectedWorkspace the workspace to which the key must belong, or null
   * @throws AuthException if the key belongs to another workspace
   * @throws ApiException if the server refuses it
   */
  public Outcome check(RemoteUrl url, Confidential key, @Nullable String expectedWorkspace)
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
              key instanceof AccessToken
                  ? "the access token is valid but has no management rights (HTTP 403); which"
                      + " service account it belongs to is unknown"
                  : "the key is valid but has no management rights (HTTP 403), as inference and"
                      + " metrics keys do; who it belongs to is unknown");
    }
    String actual = user == null ? null : user.workspaceName();
    if (expectedWorkspace != null && !expectedWorkspace.equals(actual)) {
      String workspaces =
          (actual == null ? "an unknown workspace" : "workspace '" + Neutralizer.line(actual) + "'")
              + ", not to '"
              + Neutralizer.line(expectedWorkspace);
      throw AuthException.invalid(
          key instanceof AccessToken
              ? "the access token belongs to "
                  + workspaces
                  + "'; check which trust rule this job names"
              : "the key belongs to " + workspaces + "'; check which key this job was given");
    }
    return new Outcome(user, warnings);
  }

  /**
   * A warning about the team of a login; empty if the key can see the team. If the teams cannot be
   * read, the login does not fail, because the server has accepted its key.
   *
   * @param team the name of the team, as {@code truss} reads it
   */
  public Optional<String> doubtOfTeam(RemoteUrl url, Confidential key, String team)
      throws AuthException {
    return doubtOfTeam(clients.open(url, key), team);
  }

  /** A warning about the team of a login, asked with a client that is already open. */
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
   * The type of the key in the server's list.
   *
   * @return the type; empty if the key may not ask for it (HTTP 403), or is not in the list that
   *     the key can see
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
