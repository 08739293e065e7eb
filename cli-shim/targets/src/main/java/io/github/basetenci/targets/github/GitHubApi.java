package io.github.basetenci.targets.github;

import io.github.basetenci.api.Patience;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ForeignToken;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's REST API with the rights of one token. Threads share this object, because they share
 * GitHub's limits.
 *
 * <p>Only GET and PUT are used, and both are repeated within the deadline. After GitHub reported a
 * limit, a request is repeated when the limit has ended. After HTTP 5xx or a broken connection, it
 * is repeated after 0.5, 1 and 2 seconds.
 */
public final class GitHubApi {
  private static final int MAX_LIMITS = 10;

  private final HttpTransport transport;
  private final GitHubUrl url;
  private final ForeignToken token;
  private final Deadline deadline;
  private final Sleeper sleeper;
  private final Throttle throttle;
  private final GitHubErrors errors;

  /**
   * @param token a fine-grained or classic personal access token, or a token of a GitHub App
   * @param deadline the time limit of all calls together, including waits
   * @param sleeper waits for limits and between repetitions
   * @param nanoTicker a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  public GitHubApi(
      HttpTransport transport,
      GitHubUrl url,
      ForeignToken token,
      Deadline deadline,
      Sleeper sleeper,
      LongSupplier nanoTicker) {
    this.transport = transport;
    this.url = url;
    this.token = token;
    this.deadline = deadline;
    this.sleeper = sleeper;
    this.throttle = new Throttle(nanoTicker);
    this.errors = new GitHubErrors(token);
  }

  /**
   * Reads an object.
   *
   * @param permission the permission that the token needs for the request, which the message names
   *     if the request is refused
   * @param query the text after the question mark, or null
   */
  <T> T get(String permission, List<String> path, @Nullable String query, Reader<T> reader)
      throws GitHubException, InterruptedException {
    HttpRequest request = request("GET", path, query, null);
    HttpResponse response = send(request, permission);
    try {
      if (Json.parse(response.body()) instanceof JsonObject object) {
        return reader.read(object);
      }
      throw errors.malformed(request, response, "it is not a JSON object");
    } catch (JsonParseException e) {
      throw errors.malformed(request, response, "it is not JSON");
    } catch (MalformedGitHubAnswerException e) {
      throw errors.malformed(request, response, String.valueOf(e.getMessage()));
    }
  }

  /** Writes an object. A repeated request sends the same bytes. */
  void put(String permission, List<String> path, JsonObject body)
      throws GitHubException, InterruptedException {
    HttpRequest request = request("PUT", path, null, Json.compact(body));
    HttpResponse response = send(request, permission);
    if (response.status() != 201 && response.status() != 204) {
      throw errors.malformed(request, response, "201 or 204 was expected");
    }
  }

  private HttpResponse send(HttpRequest request, String permission)
      throws GitHubException, InterruptedException {
    Tries tries = new Tries(request);
    while (true) {
      awaitTurn(request);
      try {
        HttpResponse response = transport.send(request, deadline);
        if (response.status() >= 200 && response.status() < 300) {
          return response;
        }
        tries.endOrWait(response, permission);
      } catch (TransportException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        tries.endOrWait(errors.unanswered(request, e));
      }
    }
  }

  private void awaitTurn(HttpRequest request) throws GitHubException, InterruptedException {
    do {
      for (Duration left = throttle.pauseLeft(); !left.isZero(); left = throttle.pauseLeft()) {
        await(request, left);
      }
      if (!request.method().equals("GET")) {
        await(request, throttle.reserveWrite());
      }
      // Another thread may have got a limit from GitHub in the meantime. Then the turn is lost:
      // all writes whose turns came in the pause would be sent at once at its end.
    } while (!throttle.pauseLeft().isZero());
  }

  private void await(HttpRequest request, Duration time)
      throws GitHubException, InterruptedException {
    if (time.isZero()) {
      return;
    }
    if (time.compareTo(deadline.remaining()) >= 0) {
      throw errors.outOfTime(request, time);
    }
    sleeper.sleep(time);
  }

  private HttpRequest request(
      String method, List<String> path, @Nullable String query, @Nullable String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token.reveal());
    headers.put("Accept", "application/vnd.github+json");
    headers.put("X-GitHub-Api-Version", "2022-11-28");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    StringBuilder address = new StringBuilder(url.toString());
    for (String segment : path) {
      address
          .append('/')
          .append(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    if (query != null) {
      address.append('?').append(query);
    }
    return new HttpRequest(method, URI.create(address.toString()), headers, body);
  }

  /** The failures of one request so far. */
  private final class Tries {
    private final HttpRequest request;
    private final Patience patience = new Patience(deadline, sleeper);
    private int limits;

    Tries(HttpRequest request) {
      this.request = request;
    }

    /** Throws the final failure, or returns when the request may be sent again. */
    void endOrWait(HttpResponse response, String permission)
        throws GitHubException, InterruptedException {
      Duration limit = RateLimit.waitFor(response, limits);
      if (limit != null) {
        if (++limits > MAX_LIMITS || limit.compareTo(deadline.remaining()) >= 0) {
          throw errors.limited(request, response, limit);
        }
        throttle.pause(limit);
        return;
      }
      GitHubException refusal = errors.refused(request, response, permission);
      if (response.status() < 500) {
        throw refusal;
      }
      endOrWait(refusal);
    }

    /**
     * Throws a failure that may not occur at the next try, or returns when the request may be sent
     * again.
     */
    void endOrWait(GitHubException failure) throws GitHubException, InterruptedException {
      if (!patience.again()) {
        throw failure;
      }
    }
  }

  /** Reads a value from a JSON object. */
  interface Reader<T> {
    T read(JsonObject json) throws MalformedGitHubAnswerException;
  }
}
