package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.DescriptorInputStream;
import io.github.basetenci.cli.posix.DescriptorOutputStream;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Passes on the command's output at once, with keys masked. */
final class OutputPipe implements Runnable {
  private static final int STANDARD_OUTPUT = 1;

  private final Libc libc;
  private final int source;
  private final int target;
  private final int nothing;
  private final MaskingOutputStream masked;
  private final ReentrantLock writing = new ReentrantLock();
  private CountDownLatch ended = new CountDownLatch(1);
  private boolean abandoned;
  private volatile @Nullable PosixException failure;

  /**
   * @param source the end of a pipe to read from
   * @param target the descriptor to write to
   * @param nothing a descriptor of /dev/null
   */
  OutputPipe(Libc libc, int source, int target, int nothing, OutputMasks masks) {
    this.libc = libc;
    this.source = source;
    this.target = target;
    this.nothing = nothing;
    this.masked = masks.stream(new DescriptorOutputStream(libc, target));
  }

  /**
   * Starts to pass on output.
   *
   * @param running is counted down at the end of the stream, or when nobody reads our output any
   *     more
   */
  void start(CountDownLatch running) {
    ended = running;
    Thread thread = new Thread(this, "output of the command");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try {
      copy();
    } finally {
      ended.countDown();
    }
  }

  private void copy() {
    byte[] buffer = new byte[1 << 16];
    // If nobody reads our output any more, closing our end of the pipe tells the command.
    try (DescriptorInputStream in = new DescriptorInputStream(libc, source)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!passOn(buffer, n)) {
          return;
        }
      }
      finish();
      if (target == STANDARD_OUTPUT) {
        // The reader of our output now sees its end, as it would without us, even if the command
        // continues.
        libc.dup2(nothing, target);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private boolean passOn(byte[] bytes, int count) throws IOException {
    writing.lock();
    try {
      if (!abandoned) {
        masked.write(bytes, 0, count);
      }
      return !abandoned;
    } finally {
      writing.unlock();
    }
  }

  private void finish() throws IOException {
    writing.lock();
    try {
      if (!abandoned) {
        masked.finish();
      }
    } finally {
      writing.unlock();
    }
  }

  private void fail(IOException e) {
    if (e instanceof PosixException posix && !posix.isBrokenPipe()) {
      failure = posix;
    }
  }

  /**
   * Why output was lost; null if none was lost. Output that nobody reads any more is not counted as
   * lost.
   */
  @Nullable PosixException failure() {
    return failure;
  }

  /** Passes on the rest that was held back for masking, and no later output. */
  void abandon() {
    // A write that is still blocked waits for a reader, and nobody waits for that reader any
    // longer.
    if (!writing.tryLock()) {
      return;
    }
    try {
      finish();
    } catch (IOException e) {
      fail(e);
    } finally {
      abandoned = true;
      writing.unlock();
    }
  }
}
