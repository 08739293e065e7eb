package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.io.InputStream;

/** Reads from a descriptor. */
public final class DescriptorInputStream extends InputStream {
  private static final int ROOM = 1 << 16;

  private final Libc libc;
  private final int descriptor;
  private final Memory buffer = Memory.of(ROOM);

  public DescriptorInputStream(Libc libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      int count = libc.read(descriptor, buffer, Math.min(length, ROOM));
      if (count > 0) {
        buffer.get(bytes, offset, count);
        return count;
      }
      if (count == 0 || count == -Errno.EIO) {
        // A terminal answers with EIO when no process has its other side open any more.
        return -1;
      }
      if (count == -Errno.EAGAIN) {
        libc.awaitReadable(descriptor);
      } else if (count != -Errno.EINTR) {
        throw libc.error(count);
      }
    }
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
