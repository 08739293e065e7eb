package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A sandbox, clients of it, and a clock that waiting moves on. */
final class ApiWorld implements AutoCloseable {
  final Sandbox sandbox;
  final List<Duration> waits = new ArrayList<>();
  private final HttpTransport transport = TestHttp.transport();
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

  private void sleep(Duration time) {
    waits.add(time);
    nanos += time.toNanos();
  }

  static ApiException refusal(ThrowingCallable call) {
    return catchThrowableOfType(ApiException.class, call);
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
