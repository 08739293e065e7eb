package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whether truss can use an access token. Baseten documents access tokens for the management
 * API and for inference. Truss also asks GraphQL, where tokens may be refused.
 */
public final class TrussCheck {
  /** What {@code truss whoami} asks. */
  private static final String WHOAMI =
      "{\"query\":\"query { organization { workspace_name } user { email } }\"}";

  private final HttpTransport transport;
  private final Deadline deadline;

  /**
   * @param deadline the time limit of the question
   */
  public TrussCheck(HttpTransport transport, Deadline deadline) {
    this.transport = transport;
    this.deadline = deadline;
  }

  /**
   * A warning if the server refuses the token to truss; empty if it does not, or did not answer.
   */
  public Optional<String> doubt(RemoteUrl url, AccessToken token) {
    HttpRequest request =
        new HttpRequest(
            "POST",
            URI.create(url + "/graphql/"),
            Map.of("Authorization", "Bearer " + token.reveal(), "Content-Type", "application/json"),
            WHOAMI);
    try {
      HttpResponse answer = transport.send(request, deadline);
      return answer.status() == 401 || answer.status() == 403
          ? Optional.of(
              "truss cannot use this login, since GraphQL of "
                  + url.host()
                  + " refuses access tokens (HTTP "
                  + answer.status()
                  + "); 'baseten model push' needs no GraphQL")
          : Optional.empty();
    } catch (TransportException e) {
      // The management API has accepted the token; only a refusal says something about truss.
      return Optional.empty();
    }
  }
}
