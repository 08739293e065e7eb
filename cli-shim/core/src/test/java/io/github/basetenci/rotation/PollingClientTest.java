package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read their key from a real store and call the server, all through a rotation. */
class PollingClientTest {
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** What a client may take from reading its key to the end of its call. */
  private static final Duration OVERLAP = Duration.ofMillis(1500);

  @TempDir Path home;

  @Test
  void noCallFails() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      RotationWorld world = new RotationWorld(sandbox);
      Stores stores =
          new Stores(
              StorePaths.of(Map.of("HOME", home.toString()), "Linux"), new StoreFiles(), key -> {});
      store(sandbox, world.oldKey);
      Target trussrc = new StoreTarget(stores, StoreKind.TRUSS, "baseten");
      Target profile = new StoreTarget(stores, StoreKind.BASETEN, "baseten");
      AtomicBoolean over = new AtomicBoolean();
      ExecutorService pool = Executors.newFixedThreadPool(2);
      List<Future<Integer>> clients = new ArrayList<>();
      clients.add(
          pool.submit(
              client(
                  sandbox,
                  over,
                  () -> stores.read().trussrc().remote("baseten").orElseThrow().apiKey())));
      clients.add(
          pool.submit(
              client(
                  sandbox,
                  over,
                  () -> stores.read().authJson().profile("baseten").orElseThrow().apiKey())));
      try {
        Thread.sleep(10 * PAUSE.toMillis());
        world
            .rotation(List.of(trussrc, profile))
            .start(new RotationRequest(world.oldKey.prefix(), false, RotationWorld.OVERLAP));
        Thread.sleep(OVERLAP.toMillis());
        world.now = world.now.plus(RotationWorld.OVERLAP);
        world.rotation(List.of(trussrc, profile)).resume(null);
        Thread.sleep(10 * PAUSE.toMillis());
      } finally {
        over.set(true);
        pool.shutdown();
      }

      assertThat(world.record().state()).isEqualTo(RotationState.DONE);
      assertThat(sandbox.accepts(world.oldKey.reveal())).isFalse();
      for (Future<Integer> client : clients) {
        assertThat(client.get()).as("calls that succeeded, with no failure").isGreaterThan(20);
      }
    }
  }

  /** Calls until it is over; the first call that is refused ends it with an exception. */
  private static Callable<Integer> client(
      Sandbox sandbox, AtomicBoolean over, Callable<String> key) {
    return () -> {
      int calls = 0;
      while (!over.get()) {
        ManagementApi api =
            new ManagementApi(
                TestHttp.transport(),
                sandbox.url(),
                ApiKey.of(key.call()),
                TestHttp.farAway(),
                wait -> {
                  throw new IllegalStateException("a call had to be repeated");
                });
        try {
          api.me();
        } catch (ApiException e) {
          throw new AssertionError("call " + calls + " failed", e);
        }
        calls++;
        Thread.sleep(PAUSE.toMillis());
      }
      return calls;
    };
  }

  private void store(Sandbox sandbox, ApiKey key) throws Exception {
    Path trussrc = home.resolve(".trussrc");
    Files.writeString(
        trussrc,
        "# mine\n[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\nteam = x\n"
            .formatted(sandbox.url(), key.reveal()));
    Path authJson = Files.createDirectories(home.resolve(".config/baseten")).resolve("auth.json");
    Files.writeString(
        authJson,
        """
        {"version":1,"profiles":{"baseten":\
        {"remote_url":"%s","auth_type":"api_key","api_key":"%s"}}}
        """
            .formatted(sandbox.url(), key.reveal()));
    for (Path file : List.of(trussrc, authJson)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
