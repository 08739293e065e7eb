package io.github.basetenci.cli.posix;

/** Error numbers of Linux. */
public final class Errno {
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENOEXEC = 8;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int ENOTDIR = 20;
  public static final int EPIPE = 32;

  private Errno() {}
}
