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
import io.github.basetenci.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read their key from a real store and call the server, all through a rotation. */
class PollingClientTest {
  private static final long PAUSE_MILLIS = 20;

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
      List<AtomicInteger> calls = List.of(new AtomicInteger(), new AtomicInteger());
      List<Future<Integer>> clients = new ArrayList<>();
      clients.add(
          pool.submit(
              client(
                  sandbox,
                  over,
                  calls.get(0),
                  () -> stores.read().trussrc().remote("baseten").orElseThrow().apiKey())));
      clients.add(
          pool.submit(
              client(
                  sandbox,
                  over,
                  calls.get(1),
                  () -> stores.read().authJson().profile("baseten").orElseThrow().apiKey())));
      try {
        awaitMore(10, calls, clients);
        world
            .rotation(List.of(trussrc, profile))
            .start(new RotationRequest(world.oldKey.prefix(), false, RotationWorld.OVERLAP));
        // The overlap is as long as a client may take from reading its key to the end of its call.
        awaitMore(2, calls, clients);
        world.now = world.now.plus(RotationWorld.OVERLAP);
        world.rotation(List.of(trussrc, profile)).resume(null);
        awaitMore(10, calls, clients);
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

  /** Waits until each client has ended so many calls, unless one of them failed. */
  private static void awaitMore(
      int count, List<AtomicInteger> calls, List<Future<Integer>> clients) {
    List<Integer> enough = calls.stream().map(done -> done.get() + count).toList();
    Await.until(
        "calls of both clients",
        () ->
            clients.stream().anyMatch(Future::isDone)
                || (calls.get(0).get() >= enough.get(0) && calls.get(1).get() >= enough.get(1)));
  }

  /** Calls until it is over; the first call that is refused ends it with an exception. */
  private static Callable<Integer> client(
      Sandbox sandbox, AtomicBoolean over, AtomicInteger calls, Callable<String> key) {
    return () -> {
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
        calls.incrementAndGet();
        Thread.sleep(PAUSE_MILLIS);
      }
      return calls.get();
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
