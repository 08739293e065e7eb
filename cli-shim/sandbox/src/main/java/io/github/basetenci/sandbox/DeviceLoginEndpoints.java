package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.basetenci.sandbox.Workspace.Member;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth device flow (RFC 8628), the refresh of its tokens, and logout. A refresh token works
 * once. Its use gives a new access token and a new refresh token.
 */
final class DeviceLoginEndpoints {
  private static final String CLIENT_ID = "baseten-cli";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration REQUEST_LIFETIME = Duration.ofMinutes(10);

  private final Workspace workspace;
  private final Keys keys;
  private final Clock clock;
  private final Duration pollInterval;
  private final Duration tokenLifetime;
  private final List<DeviceRequest> requests = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private String baseUrl = "";

  DeviceLoginEndpoints(
      Workspace workspace, Keys keys, Clock clock, Duration pollInterval, Duration tokenLifetime) {
    this.workspace = workspace;
    this.keys = keys;
    this.clock = clock;
    this.pollInterval = pollInterval;
    this.tokenLifetime = tokenLifetime;
  }

  void addTo(Router router) {
    router
        .on("POST", "/v1/users/auth/device/authorize", this::authorize)
        .on("POST", "/v1/users/auth/device/token", this::token)
        .on("POST", "/v1/users/auth/logout", this::logout);
  }

  /** Sets the address of the sandbox, for the links that a person opens. */
  void reachedAt(String url) {
    baseUrl = url;
  }

  /** The person who owns this access token, or null if the token is unknown or has expired. */
  @Nullable Member memberOf(String accessToken) {
    Instant now = clock.instant();
    return sessions.stream()
        .filter(session -> session.accessToken.equals(accessToken) && now.isBefore(session.expires))
        .findFirst()
        .map(session -> session.member)
        .orElse(null);
  }

  /** Decides a waiting request. False if no request with that code waits. */
  boolean decide(String userCode, boolean approved) {
    for (DeviceRequest request : requests) {
      if (request.userCode.equals(userCode) && request.approved == null) {
        request.approved = approved;
        return true;
      }
    }
    return false;
  }

  /** The codes of the requests that wait for a decision, oldest first. */
  List<String> waiting() {
    return requests.stream()
        .filter(request -> request.approved == null)
        .map(request -> request.userCode)
        .toList();
  }

  private Answer authorize(Call call) {
    if (!isOurClient(call)) {
      return error("invalid_client");
    }
    DeviceRequest request =
        new DeviceRequest(
            keys.word(32),
            keys.word(4) + "-" + keys.word(4),
            clock.instant().plus(REQUEST_LIFETIME));
    requests.add(request);
    String page = baseUrl + ControlEndpoints.DEVICE_PAGE;
    return Answer.ok(
        Answer.object()
            .put("device_code", request.deviceCode)
            .put("user_code", request.userCode)
            .put("verification_uri", page)
            .put("verification_uri_complete", page + "?user_code=" + request.userCode)
            .put("expires_in", REQUEST_LIFETIME.toSeconds())
            .put("interval", pollInterval.toSeconds()));
  }

  private Answer token(Call call) {
    if (!isOurClient(call)) {
      return error("invalid_client");
    }
    Map<String, String> form = call.form();
    String grant = form.getOrDefault("grant_type", "");
    if (grant.equals(DEVICE_GRANT)) {
      return poll(form.getOrDefault("device_code", ""));
    }
    return grant.equals("refresh_token")
        ? refresh(form.getOrDefault("refresh_token", ""))
        : error("unsupported_grant_type");
  }

  private Answer poll(String deviceCode) {
    for (DeviceRequest request : requests) {
      if (request.deviceCode.equals(deviceCode)) {
        if (!clock.instant().isBefore(request.expires)) {
          return error("expired_token");
        }
        if (request.approved == null) {
          return error("authorization_pending");
        }
        requests.remove(request);
        return request.approved ? open(workspace.admin()) : error("access_denied");
      }
    }
    return error("invalid_grant");
  }

  private Answer refresh(String refreshToken) {
    for (Session session : sessions) {
      if (session.refreshToken.equals(refreshToken)) {
        sessions.remove(session);
        return open(session.member);
      }
    }
    return error("invalid_grant");
  }

  private Answer open(Member member) {
    Session session =
        new Session(
            "sbx-access-" + keys.word(32),
            "sbx-refresh-" + keys.word(32),
            clock.instant().plus(tokenLifetime),
            member);
    sessions.add(session);
    ObjectNode tokens =
        Answer.object()
            .put("access_token", session.accessToken)
            .put("refresh_token", session.refreshToken)
            .put("token_type", "Bearer")
            .put("expires_in", tokenLifetime.toSeconds());
    return Answer.ok(tokens);
  }

  private Answer logout(Call call) throws Refusal {
    String token = call.credential();
    if (!sessions.removeIf(session -> session.accessToken.equals(token))) {
      throw Refusal.unauthorized();
    }
    return Answer.ok(Answer.object());
  }

  /**
   * Whether the client is {@code baseten-cli}. A client gives its name in the body, or as the user
   * of Basic authorization.
   */
  private static boolean isOurClient(Call call) {
    String basic =
        Base64.getEncoder().encodeToString((CLIENT_ID + ":").getBytes(StandardCharsets.UTF_8));
    return CLIENT_ID.equals(call.form().get("client_id"))
        || call.header("Authorization").equals("Basic " + basic);
  }

  private static Answer error(String code) {
    int status = code.equals("invalid_client") ? 401 : 400;
    return Answer.json(status, Answer.object().put("error", code));
  }

  private static final class DeviceRequest {
    final String deviceCode;
    final String userCode;
    final Instant expires;
    @Nullable Boolean approved;

    DeviceRequest(String deviceCode, String userCode, Instant expires) {
      this.deviceCode = deviceCode;
      this.userCode = userCode;
      this.expires = expires;
    }
  }

  private static final class Session {
    final String accessToken;
    final String refreshToken;
    final Instant expires;
    final Member member;

    Session(String accessToken, String refreshToken, Instant expires, Member member) {
      this.accessToken = accessToken;
      this.refreshToken = refreshToken;
      this.expires = expires;
      this.member = member;
    }
  }
}
