package io.github.basetenci.managed;

import io.github.basetenci.api.Sleeper;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * What a caller hands in to an engine.
 *
 * @param files the directory of the engine
 * @param keys the managed keys
 * @param workspaces the servers, and the keys that manage keys
 * @param drains decide how long replaced keys live on
 * @param uses the uses of keys that the caller has noted itself
 * @param words the sentences of the engine
 * @param surroundings the clock, the threads, and who gets the events
 * @param <K> the id of a managed key
 */
public record EngineSettings<K>(
    EngineFiles<K> files,
    ManagedKeys<K> keys,
    Workspaces<K> workspaces,
    Drains<K> drains,
    UseRecords<K> uses,
    EngineWords words,
    Surroundings<K> surroundings) {
  /**
   * The connections to the outside that the caller provides.
   *
   * @param clock tells the time
   * @param sleeper waits some seconds where the server may need time
   * @param executor runs the rotations; it has as many threads as rotations may run at once, and
   *     the engine shuts it down
   * @param bounds how much is done at once
   * @param events gets what happens; called by several threads
   */
  public record Surroundings<K>(
      InstantSource clock,
      Sleeper sleeper,
      ExecutorService executor,
      Bounds bounds,
      Consumer<RotationEvent<K>> events) {}

  /**
   * How much is done at once.
   *
   * @param starts a rotation begins by itself only while fewer rotations are queued or running
   * @param targets how many targets of one rotation are written at the same time
   */
  public record Bounds(int starts, int targets) {}

  InstantSource clock() {
    return surroundings.clock();
  }

  void tell(RotationEvent<K> event) {
    surroundings.events().accept(event);
  }
}
