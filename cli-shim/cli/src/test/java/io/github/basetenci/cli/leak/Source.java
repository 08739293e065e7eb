package io.github.basetenci.cli.leak;

import static io.github.basetenci.cli.leak.LeakWorld.SECOND;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Where the key in use comes from. */
enum Source {
  VARIABLE(List.of()) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("BASETEN_API_KEY", key);
    }
  },
  STORED(List.of()) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(key, SECOND);
    }
  },
  /** In the stores, where another key is in use. */
  STORED_BESIDE(List.of()) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, key);
    }
  },
  PAIR(List.of()) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("BASETEN_TRUSS_AUTH_API_KEY", key);
      world.environment.put("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());
    }
  },
  FILE_VARIABLE(List.of()) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      Files.writeString(world.work().resolve("given-key"), key + "\n");
      world.environment.put("BASETEN_API_KEY_FILE", world.work().resolve("given-key").toString());
    }
  },
  NAMED_VARIABLE(List.of("--api-key-env", "OURS")) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("OURS", key);
    }
  },
  NAMED_FILE(List.of("--api-key-file", "given-key")) {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      Files.writeString(world.work().resolve("given-key"), key + "\n");
    }
  },
  STANDARD_INPUT(List.of("--api-key-stdin")) {
    @Override
    void give(LeakWorld world, String key) {}
  },
  /** Seen by everybody in the process list, which is said; the output holds it no more for that. */
  ARGUMENT(List.of("--api-key")) {
    @Override
    void give(LeakWorld world, String key) {}
  };

  private final List<String> flags;

  Source(List<String> flags) {
    this.flags = flags;
  }

  /** Puts the key where the source says, and another one into the stores of most. */
  abstract void give(LeakWorld world, String key) throws IOException;

  /** Whether a command needs flags of its own to take the key from here. */
  boolean isFlag() {
    return !flags.isEmpty();
  }

  List<String> flags(String key) {
    return this == ARGUMENT ? List.of(flags.get(0), key) : flags;
  }

  String input(String key) {
    return this == STANDARD_INPUT ? key + "\n" : "";
  }
}
