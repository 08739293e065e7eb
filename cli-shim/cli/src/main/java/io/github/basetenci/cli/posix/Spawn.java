package io.github.basetenci.cli.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts one program with given descriptors, signals and session. */
public final class Spawn {
  /** A size that is sufficient for the two structures in any C library. */
  private static final int ROOM = 1024;

  private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final short POSIX_SPAWN_SETSID = 0x80;

  /**
   * The signals whose action cannot be set: KILL, STOP, and the two signals that the C library uses
   * itself.
   */
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
   * @param blocking the signals that the program blocks
   * @param ignoring the signals that the program ignores, if this process ignores them too
   */
  public Spawn signals(long blocking, long ignoring) {
    blocked = blocking;
    ignored = ignoring;
    return this;
  }

  /**
   * The program gets a session of its own on this terminal. The terminal takes its output and, if
   * {@code input} is true, gives its input.
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
   * @param path the path of its file
   * @param arguments the arguments; the first is the name of the program
   * @param environment the variables, each as {@code NAME=value}
   * @return the process id of the program, or the negative error number
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
        // The first terminal that the leader of a session opens becomes its controlling terminal.
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
