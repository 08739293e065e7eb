package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The step's log on stdout. The toolkit writes whole lines; foreign output may stand between these
 * lines.
 */
final class Log {
  private final OutputStream stdout;
  private final String lineEnd;
  private final boolean freshLine;
  private final NeutralizingOutputStream foreign = new NeutralizingOutputStream(new Foreign());
  private boolean lineBegun;

  Log(OutputStream stdout, String lineEnd, boolean freshLine) {
    this.stdout = stdout;
    this.lineEnd = lineEnd;
    this.freshLine = freshLine;
  }

  /** Writes a line with one call, and flushes. */
  synchronized void line(String text) {
    String start = lineBegun && freshLine ? lineEnd : "";
    try {
      stdout.write(JsText.utf8(start + text + lineEnd));
      stdout.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("A line could not be written to the log", e);
    }
    lineBegun = false;
    foreign.startLine();
  }

  /**
   * A stream for foreign output. It neutralizes the output, and remembers whether the last line is
   * unfinished.
   */
  OutputStream foreign() {
    return new Locked();
  }

  private final class Locked extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      synchronized (Log.this) {
        foreign.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (Log.this) {
        foreign.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      synchronized (Log.this) {
        foreign.flush();
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (Log.this) {
        foreign.close();
      }
    }
  }

  private final class Foreign extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stdout.write(bytes, offset, length);
      if (length > 0) {
        lineBegun = bytes[offset + length - 1] != '\n';
      }
    }

    @Override
    public void flush() throws IOException {
      stdout.flush();
    }
  }
}
