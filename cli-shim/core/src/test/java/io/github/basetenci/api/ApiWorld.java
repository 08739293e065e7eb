package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A sandbox, clients of it, and a clock that waiting moves on. */
final class ApiWorld implements AutoCloseable {
  /** The time by the clock of a client that logs in by browser. */
  static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  final Sandbox sandbox;
  final List<Duration> waits = new ArrayList<>();
  private final HttpTransport transport = TestHttp.transport();
  private Runnable duringWait = () -> {};
  private long nanos = System.nanoTime();

  ApiWorld() throws IOException {
    this(SandboxOptions.defaults());
  }

  ApiWorld(SandboxOptions options) throws IOException {
    sandbox = Sandbox.start(options);
  }

  ManagementApi as(KeyType type) {
    return with(sandbox.key(type));
  }

  ManagementApi with(String key) {
    return with(key, Duration.ofMinutes(1));
  }

  ManagementApi with(String key, Duration total) {
    Deadline deadline = Deadline.after(total, () -> nanos);
    try {
      return new ManagementApi(transport, sandbox.url(), ApiKey.of(key), deadline, this::sleep);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  DeviceFlow deviceFlow(Duration total) {
    Deadline deadline = Deadline.after(total, () -> nanos);
    return new DeviceFlow(transport, sandbox.url(), deadline, this::sleep, () -> NOW);
  }

  /** The access token of a finished device login, which works as {@code Bearer} alone. */
  String accessToken() throws Exception {
    String device = form("authorize", "client_id=baseten-cli").string("device_code");
    sandbox.waitingLogins().forEach(sandbox::approve);
    String grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
    String answer =
        form("token", "client_id=baseten-cli&grant_type=" + grant + "&device_code=" + device)
            .string("access_token");
    sandbox.clearRequests();
    return answer;
  }

  private JsonObject form(String path, String body) throws Exception {
    HttpRequest request =
        new HttpRequest(
            "POST",
            sandbox.url().resolve("/v1/users/auth/device/" + path),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            body);
    return (JsonObject) Json.parse(transport.send(request, TestHttp.farAway()).body());
  }

  /** What happens while a client waits. */
  ApiWorld duringWait(Runnable action) {
    duringWait = action;
    return this;
  }

  private void sleep(Duration time) throws InterruptedException {
    waits.add(time);
    nanos += time.toNanos();
    duringWait.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  static ApiException refusal(ThrowingCallable call) {
    return catchThrowableOfType(ApiException.class, call);
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
