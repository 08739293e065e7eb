package io.github.basetenci.shim.identity;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.HttpGet;
import io.github.basetenci.action.toolkit.ToolkitException;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Loopback;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a job of a GitHub workflow. GitHub's token service signs a new token for each
 * request, which is valid for five minutes.
 */
public final class GitHubIdentity implements IdentitySource {
  /** What messages and flags call this source. */
  public static final String NAME = "github";

  private static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";

  /** The value of this variable is a credential: whoever has it can get tokens of this job. */
  private static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

  private static final String SERVICE = "GitHub's token service";

  private static final String PERMISSION =
      """
      permissions:
        id-token: write    # lets the job ask GitHub for its identity token
        contents: read     # for the checkout: what is not named here is taken away
      """;

  private final Map<String, String> environment;
  private final HttpTransport transport;
  private final Sleeper sleeper;

  private GitHubIdentity(
      Map<String, String> environment, HttpTransport transport, Sleeper sleeper) {
    this.environment = Map.copyOf(environment);
    this.transport = transport;
    this.sleeper = sleeper;
  }

  /**
   * The source, if this job may get identity tokens.
   *
   * @param transport sends the requests
   * @param sleeper waits between attempts
   */
  public static Optional<IdentitySource> of(
      Map<String, String> environment, HttpTransport transport, Sleeper sleeper) {
    return has(environment, URL) && has(environment, TOKEN)
        ? Optional.of(new GitHubIdentity(environment, transport, sleeper))
        : Optional.empty();
  }

  /** Why this job may get no identity tokens; empty if it may, or if it is no job of a workflow. */
  public static Optional<WorkflowException> missing(Map<String, String> environment) {
    GitHubRun run = new GitHubRun(environment);
    if (!run.isGitHub() || (has(environment, URL) && has(environment, TOKEN))) {
      return Optional.empty();
    }
    String fork = run.fork();
    return Optional.of(
        fork == null
            ? new WorkflowException(
                "this job has no permission to get an identity token from GitHub; add"
                    + " 'permissions: id-token: write' to the job, and where this is a reusable"
                    + " workflow, to the job that calls it too",
                PERMISSION)
            : new WorkflowException(
                "GitHub gives no identity token to pull requests from forks, and this run is for"
                    + " one from the fork "
                    + fork
                    + "; skip the job there",
                GitHubRun.SKIP_FORKS));
  }

  private static boolean has(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    checkAddress();
    Asked asked = new Asked(transport, deadline);
    // Only the caller prints, so the toolkit's commands go nowhere.
    ActionsCore core =
        ActionsCore.builder(environment, OutputStream.nullOutputStream())
            .http(asked)
            .sleeper(
                time -> {
                  if (!deadline.isExpired()) {
                    sleeper.sleep(time);
                  }
                })
            .build();
    String token;
    try {
      token = core.getIDToken(audience);
    } catch (ToolkitException e) {
      throw asked.failure(e);
    } catch (IllegalArgumentException e) {
      throw IdentityException.invalid(URL + " or " + TOKEN + " holds what cannot be sent");
    }
    return new GivenIdentity(SERVICE, token).token(audience, deadline);
  }

  /** The request token goes to this address. */
  private void checkAddress() throws IdentityException {
    String text = environment.getOrDefault(URL, "");
    try {
      URI uri = new URI(text);
      boolean hidden =
          "https".equals(uri.getScheme()) || Loopback.isLoopback(String.valueOf(uri.getHost()));
      if (hidden && uri.getHost() != null && uri.getUserInfo() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw IdentityException.invalid(URL + " is no https address");
  }

  /** Sends the requests of one call, and remembers how they went. */
  private static final class Asked implements HttpGet {
    private final HttpTransport transport;
    private final Deadline deadline;
    private int attempts;
    private int status;
    private String problem = "";

    Asked(HttpTransport transport, Deadline deadline) {
      this.transport = transport;
      this.deadline = deadline;
    }

    @Override
    public Answer get(URI uri, Map<String, String> headers) throws IOException {
      // The transport sends its own.
      Map<String, String> ours = new LinkedHashMap<>(headers);
      ours.remove("user-agent");
      if (attempts == 0 || !deadline.isExpired()) {
        attempts++;
        status = 0;
        try {
          HttpResponse response = transport.send(HttpRequest.of("GET", uri, ours), deadline);
          status = response.status();
          return new Answer(status, response.body());
        } catch (IOException e) {
          problem = String.valueOf(e.getMessage());
          throw e;
        }
      }
      throw new IOException(problem);
    }

    /** What is not said is the body of the answer, which may be half a token. */
    IdentityException failure(ToolkitException e) {
      String tried = attempts == 1 ? "" : " after " + attempts + " attempts";
      if (status == 0) {
        return IdentityException.unavailable(
            SERVICE + " did not answer" + tried + ": " + problem, e);
      }
      if (status == 401 || status == 403) {
        return IdentityException.invalid(
            SERVICE
                + " refused this job a token (HTTP "
                + status
                + "); it does so about six hours after the start of a job, and for a job that has"
                + " ended");
      }
      if (status == 200) {
        return IdentityException.unavailable(
            SERVICE + " answered with HTTP 200, but without an identity token", e);
      }
      return IdentityException.unavailable(
          SERVICE
              + " answered with HTTP "
              + status
              + tried
              + " and without an identity token; run the job again",
          e);
    }
  }
}
