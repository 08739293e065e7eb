package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to a descriptor that other processes may share. Nothing is buffered. */
public final class DescriptorOutputStream extends OutputStream {
  private static final int ROOM = 1 << 16;

  private final Libc libc;
  private final int descriptor;
  private final Memory buffer = Memory.of(ROOM);

  public DescriptorOutputStream(Libc libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int count = Math.min(ROOM, length - done);
      buffer.put(bytes, offset + done, count);
      writeBuffer(count);
      done += count;
    }
  }

  private void writeBuffer(int length) throws IOException {
    for (int done = 0; done < length; ) {
      int count = libc.write(descriptor, buffer, done, length - done);
      if (count >= 0) {
        done += count;
      } else if (count == -Errno.EAGAIN) {
        // Another process that shares the descriptor has set it to non-blocking mode.
        libc.awaitWritable(descriptor);
      } else if (count != -Errno.EINTR) {
        throw libc.error(count);
      }
    }
  }
}
