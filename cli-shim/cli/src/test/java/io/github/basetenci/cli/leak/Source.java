package io.github.basetenci.cli.leak;

import static io.github.basetenci.cli.leak.LeakWorld.SECOND;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Where the key in use comes from. */
enum Source {
  VARIABLE {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("BASETEN_API_KEY", key);
    }
  },
  STORED {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(key, SECOND);
    }
  },
  /** In the stores, where another key is in use. */
  STORED_BESIDE {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, key);
    }
  },
  PAIR {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("BASETEN_TRUSS_AUTH_API_KEY", key);
      world.environment.put("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());
    }
  },
  FILE_VARIABLE {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      Files.writeString(world.work().resolve("given-key"), key + "\n");
      world.environment.put("BASETEN_API_KEY_FILE", world.work().resolve("given-key").toString());
    }
  },
  NAMED_VARIABLE("--api-key-env", "OURS") {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      world.environment.put("OURS", key);
    }
  },
  NAMED_FILE("--api-key-file", "given-key") {
    @Override
    void give(LeakWorld world, String key) throws IOException {
      world.store(SECOND, SECOND);
      Files.writeString(world.work().resolve("given-key"), key + "\n");
    }
  },
  STANDARD_INPUT("--api-key-stdin") {
    @Override
    void give(LeakWorld world, String key) {}
  },
  /** Seen by everybody in the process list, which is said; the output holds it no more for that. */
  ARGUMENT("--api-key") {
    @Override
    void give(LeakWorld world, String key) {}
  };

  @SuppressWarnings("ImmutableEnumChecker") // It is never handed out.
  private final String[] flags;

  Source(String... flags) {
    this.flags = flags;
  }

  /** Puts the key where the source says, and another one into the stores of most. */
  abstract void give(LeakWorld world, String key) throws IOException;

  /** Whether a command needs flags of its own to take the key from here. */
  boolean isFlag() {
    return flags.length > 0;
  }

  List<String> flags(String key) {
    return this == ARGUMENT ? List.of(flags[0], key) : List.of(flags);
  }

  String input(String key) {
    return this == STANDARD_INPUT ? key + "\n" : "";
  }
}
