package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.DescriptorInputStream;
import io.github.basetenci.cli.posix.DescriptorOutputStream;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Passes on what the command writes, masked, as it comes. */
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
  OutputPipe(Libc libc, int source, int target, int nothing, Masker masker) {
    this.libc = libc;
    this.source = source;
    this.target = target;
    this.nothing = nothing;
    this.masked = new MaskingOutputStream(new DescriptorOutputStream(libc, target), masker);
  }

  /**
   * Begins.
   *
   * @param running is counted down at the end of the stream, or when nobody reads any more
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
    // Where nobody reads any more, closing our end tells the command.
    try (DescriptorInputStream in = new DescriptorInputStream(libc, source)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!passOn(buffer, n)) {
          return;
        }
      }
      finish();
      if (target == STANDARD_OUTPUT) {
        // Whoever reads it sees its end now, as without us, also if the command goes on.
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

  /** Why output was lost, if it was; that nobody reads it any more is no loss. */
  @Nullable PosixException failure() {
    return failure;
  }

  /** Passes on what was withheld, and nothing that comes later. */
  void abandon() {
    // Who cannot write now is waiting for a reader, and nobody waits for that any longer.
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
