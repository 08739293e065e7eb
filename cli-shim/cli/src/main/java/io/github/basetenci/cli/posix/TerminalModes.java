package io.github.basetenci.cli.posix;

/** The modes in which a terminal handles input and output: a {@code struct termios}. */
public final class TerminalModes {
  /** A size that is sufficient for the structure in any C library. */
  private static final int ROOM = 128;

  private static final int OUTPUT_FLAGS = 4;
  private static final int OPOST = 1;

  /** The change takes effect after all earlier output was written. */
  private static final int TCSADRAIN = 1;

  private final Libc libc;
  private final byte[] bytes = new byte[ROOM];

  private TerminalModes(Libc libc) {
    this.libc = libc;
  }

  /** The modes of a terminal. */
  public static TerminalModes of(Libc libc, int terminal) {
    TerminalModes modes = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      libc.call(libc.address("tcgetattr"), terminal, memory.address());
      memory.get(modes.bytes, 0, ROOM);
    }
    return modes;
  }

  /** Modes that change no byte of the input and of the output. */
  public TerminalModes raw() {
    TerminalModes raw = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      libc.call(libc.address("cfmakeraw"), memory.address());
      memory.get(raw.bytes, 0, ROOM);
    }
    return raw;
  }

  /** These modes, except that no byte of the output is changed. A line end stays a single byte. */
  public TerminalModes withPlainOutput() {
    TerminalModes plain = new TerminalModes(libc);
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      memory.int32(OUTPUT_FLAGS, memory.int32(OUTPUT_FLAGS) & ~OPOST);
      memory.get(plain.bytes, 0, ROOM);
    }
    return plain;
  }

  /** Sets these modes in a terminal. */
  public void applyTo(int terminal) {
    try (Memory memory = Memory.of(ROOM)) {
      memory.put(bytes, 0, ROOM);
      libc.call(libc.address("tcsetattr"), terminal, TCSADRAIN, memory.address());
    }
  }
}
