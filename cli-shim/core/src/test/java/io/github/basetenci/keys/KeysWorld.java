package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Patience;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sandbox, its keys as the minting key manages them, and waits that take no time. */
final class KeysWorld implements AutoCloseable {
  static final String NAME = "ci-2";
  static final CreateApiKey WANTED = new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, NAME, null);

  /** The waits of one question, all of different lengths. */
  static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  final Sandbox sandbox;
  final List<Duration> waited = new ArrayList<>();
  final KeyManager manager;

  KeysWorld() throws IOException {
    sandbox = Sandbox.start();
    HttpTransport transport = TestHttp.transport();
    manager =
        KeyManager.of(
            new ManagementApi(
                transport,
                sandbox.url(),
                key(sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS)),
                TestHttp.farAway(),
                time -> {}));
  }

  private static ApiKey key(String text) {
    try {
      return ApiKey.of(text);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Patience patience() {
    return new Patience(WAITS, waited::add);
  }

  Minting minting() {
    return new Minting(manager, WANTED, null, this::patience);
  }

  KeyWatch watch() {
    return new KeyWatch(manager, this::patience);
  }

  KeyRevocation revocation() {
    return new KeyRevocation(manager, this::patience);
  }

  /** A key of the wanted name. */
  ApiKey created() throws ApiException, TransportException {
    return manager.create(WANTED, null);
  }

  static boolean isNamed(ApiKeyInfo key) {
    return NAME.equals(key.name());
  }

  List<ApiKeyInfo> named() throws ApiException, TransportException {
    return manager.list().stream().filter(KeysWorld::isNamed).toList();
  }

  /** The server's next lists have no key. */
  void emptyLists(int times) {
    sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}").times(times));
  }

  /** The server's next lists have this key of the wanted name alone. */
  void listsOnly(String prefix, int times) {
    String body =
        "{\"keys\":[{\"prefix\":\"%s\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"%s\"}]}";
    sandbox.fault(
        Fault.status("GET", "/v1/api_keys", 200, body.formatted(prefix, NAME)).times(times));
  }

  long requests(String method) {
    return sandbox.requests().stream().filter(call -> call.method().equals(method)).count();
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
