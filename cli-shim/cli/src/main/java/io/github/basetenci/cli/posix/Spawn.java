package io.github.basetenci.cli.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one program is to be started: its descriptors, its signals, its session. */
public final class Spawn {
  /** More than any C library needs for its two structures. */
  private static final int ROOM = 1024;

  private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final short POSIX_SPAWN_SETSID = 0x80;

  /** KILL and STOP, of which nothing can be said, and the two that the C library keeps. */
  private static final long NOT_OURS = 1L << 8 | 1L << 18 | 1L << 31 | 1L << 32;

  private record Duplicate(int from, int to) {}

  private final List<Duplicate> duplicates = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();
  private long blocked;
  private long ignored;
  private boolean session;
  private @Nullable String terminal;

  /** The program gets the descriptor {@code from} as {@code to}. */
  public Spawn duplicate(int from, int to) {
    duplicates.add(new Duplicate(from, to));
    return this;
  }

  /** The program does not get this descriptor. */
  public Spawn close(int descriptor) {
    closed.add(descriptor);
    return this;
  }

  /**
   * The program's signals, as masks in which signal N is bit N-1.
   *
   * @param blocking what it blocks
   * @param ignoring what it ignores, if this process ignores it too
   */
  public Spawn signals(long blocking, long ignoring) {
    blocked = blocking;
    ignored = ignoring;
    return this;
  }

  /**
   * The program gets a session of its own on this terminal, for output and, if so wanted, input.
   */
  public Spawn onTerminal(String path, boolean input) {
    session = true;
    terminal = path;
    if (input) {
      duplicate(1, 0);
    }
    duplicate(1, 2);
    return this;
  }

  /**
   * Starts the program.
   *
   * @param path of its file
   * @param arguments with its name as the first
   * @param environment each {@code NAME=value}
   * @return its process id, or the negative error number
   */
  public int start(Libc libc, byte[] path, List<byte[]> arguments, List<byte[]> environment) {
    try (Memory actions = Memory.of(ROOM);
        Memory attributes = Memory.of(ROOM);
        SignalSet mask = SignalSet.of(blocked);
        SignalSet defaults = SignalSet.of(~ignored & ~NOT_OURS);
        Memory file = Memory.text(path);
        Memory argv = Memory.texts(arguments);
        Memory envp = Memory.texts(environment);
        Memory process = Memory.of(8)) {
      libc.call(libc.address("posix_spawnattr_init"), attributes.address());
      int flags =
          POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (session ? POSIX_SPAWN_SETSID : 0);
      libc.call(libc.address("posix_spawnattr_setflags"), attributes.address(), flags);
      libc.call(libc.address("posix_spawnattr_setsigmask"), attributes.address(), mask.address());
      libc.call(
          libc.address("posix_spawnattr_setsigdefault"), attributes.address(), defaults.address());
      libc.call(libc.address("posix_spawn_file_actions_init"), actions.address());
      try {
        add(libc, actions);
        int error =
            libc.call(
                libc.address("posix_spawn"),
                process.address(),
                file.address(),
                actions.address(),
                attributes.address(),
                argv.address(),
                envp.address());
        return error == 0 ? process.int32(0) : -error;
      } finally {
        libc.call(libc.address("posix_spawn_file_actions_destroy"), actions.address());
        libc.call(libc.address("posix_spawnattr_destroy"), attributes.address());
      }
    }
  }

  private void add(Libc libc, Memory actions) {
    if (terminal != null) {
      try (Memory path = Memory.text(terminal.getBytes(StandardCharsets.UTF_8))) {
        // The first terminal that a session's leader opens becomes its controlling one.
        libc.call(
            libc.address("posix_spawn_file_actions_addopen"),
            actions.address(),
            1,
            path.address(),
            Libc.O_RDWR,
            0);
      }
    }
    long duplicating = libc.address("posix_spawn_file_actions_adddup2");
    for (Duplicate each : duplicates) {
      libc.call(duplicating, actions.address(), each.from, each.to);
    }
    long closing = libc.address("posix_spawn_file_actions_addclose");
    for (int descriptor : closed) {
      libc.call(closing, actions.address(), descriptor);
    }
  }
}
