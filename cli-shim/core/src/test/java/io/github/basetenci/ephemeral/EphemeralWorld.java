package io.github.basetenci.ephemeral;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A sandbox, its minting key, and a clock that waiting moves on. */
final class EphemeralWorld implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T16:37:32Z");
  static final EphemeralName NAME =
      EphemeralName.of(NOW.plus(Duration.ofDays(6)), "17123456789-1-push", "1f2e3d4c5b6a7988");

  final Sandbox sandbox;
  final ApiKey minting;
  private final HttpTransport transport = TestHttp.transport();
  private long nanos = System.nanoTime();

  EphemeralWorld() throws IOException {
    this(SandboxOptions.defaults());
  }

  EphemeralWorld(SandboxOptions options) throws IOException {
    sandbox = Sandbox.start(options);
    minting = key(sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
  }

  static ApiKey key(String text) {
    try {
      return ApiKey.of(text);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  ManagementApi api(ApiKey as) {
    return new ManagementApi(transport, sandbox.url(), as, deadline(), this::sleep);
  }

  ManagementApi api() {
    return api(minting);
  }

  EphemeralKeys keys() {
    return new EphemeralKeys(api(), deadline(), this::sleep);
  }

  List<ApiKeyInfo> listed() throws ApiException, TransportException {
    return api().apiKeys();
  }

  List<ApiKeyInfo> ofName(EphemeralName name) throws ApiException, TransportException {
    return listed().stream().filter(key -> name.name().equals(key.name())).toList();
  }

  private Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), () -> nanos);
  }

  private void sleep(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
