package io.github.basetenci.shim.command;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output in UTF-8. It remembers why a write failed, because a {@link PrintStream} says
 * only that something failed.
 */
public final class StandardOutput extends PrintStream {
  private final Sink sink;

  /**
   * @param to the unbuffered stream that gets the bytes
   */
  public StandardOutput(OutputStream to) {
    this(new Sink(to));
  }

  private StandardOutput(Sink sink) {
    super(new BufferedOutputStream(sink), false, StandardCharsets.UTF_8);
    this.sink = sink;
  }

  /** The system's reason why a write failed, or null when none did. */
  public @Nullable String failure() {
    IOException failure = sink.failure;
    return failure == null ? null : String.valueOf(failure.getMessage());
  }

  private static final class Sink extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Sink(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
