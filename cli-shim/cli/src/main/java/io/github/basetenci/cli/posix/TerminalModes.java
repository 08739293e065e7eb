package io.github.basetenci.cli.posix;

/** How a terminal handles what is typed and what is printed: a {@code struct termios}. */
public final class TerminalModes {
  /** More than any C library needs. */
  private static final int ROOM = 128;

  private static final int OUTPUT_FLAGS = 4;
  private static final int OPOST = 1;

  /** At once, but after what was written before. */
  private static final int TCSADRAIN = 1;

  private final Libc libc;
  private final byte[] bytes = new byte[ROOM];

  private TerminalModes(Libc libc) {
    this.libc = libc;
  }

  /** Those of a terminal. */
  public static TerminalModes of(Libc libc, int terminal) {
    TerminalModes modes = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      libc.call(libc.address("tcgetattr"), terminal, memory.address());
      memory.get(modes.bytes, 0, ROOM);
    }
    return modes;
  }

  /** Every byte as it is typed, and printed as it is written. */
  public TerminalModes raw() {
    TerminalModes raw = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      libc.call(libc.address("cfmakeraw"), memory.address());
      memory.get(raw.bytes, 0, ROOM);
    }
    return raw;
  }

  /** The same, but printed as it is written: a line end stays a single byte. */
  public TerminalModes withPlainOutput() {
    TerminalModes plain = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      memory.int32(OUTPUT_FLAGS, memory.int32(OUTPUT_FLAGS) & ~OPOST);
      memory.get(plain.bytes, 0, ROOM);
    }
    return plain;
  }

  /** Gives them to a terminal. */
  public void applyTo(int terminal) {
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      libc.call(libc.address("tcsetattr"), terminal, TCSADRAIN, memory.address());
    }
  }
}
