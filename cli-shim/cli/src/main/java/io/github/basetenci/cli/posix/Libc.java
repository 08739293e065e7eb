package io.github.basetenci.cli.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Platform;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library of Linux that a command is run with, on x86-64 and aarch64. A call
 * that fails returns the negative error number, see {@link Errno}.
 */
public final class Libc {
  /** For {@link #fcntl}: whether a program that is started loses the descriptor. */
  public static final int F_GETFD = 1;

  public static final int F_SETFD = 2;

  /** For {@link #fcntl}: how the file was opened. */
  public static final int F_GETFL = 3;

  public static final int FD_CLOEXEC = 1;
  public static final int O_ACCMODE = 3;
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_APPEND = 02000;
  public static final int O_NOCTTY = 0400;
  public static final int O_CLOEXEC = 02000000;

  /** For {@link #waitpid}: return at once. */
  static final int WNOHANG = 1;

  /** For {@link #waitpid}: tell of stopped children too. */
  static final int WUNTRACED = 2;

  /** For {@link #prctl}: whether the end by a signal leaves an image of the memory. */
  public static final int PR_SET_DUMPABLE = 4;

  /** For {@link #signal}: what the system does with a signal by itself. */
  public static final long SIG_DFL = 0;

  public static final long SIG_IGN = 1;

  private static final int P_ALL = 0;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int RLIMIT_NOFILE = 7;
  private static final int SIG_UNBLOCK = 1;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;

  /** The number of {@code kcmp}, for which the C library has no name. */
  private static final int KCMP_OF_X86_64 = 312;

  private static final int KCMP_OF_AARCH64 = 272;
  private static final int KCMP_FILE = 0;

  private final Library library = Library.getDefault();
  private final Invoker invoker = Invoker.getInstance();
  private final LastError lastError = LastError.getInstance();

  /** One for each number of parameters: each is passed as a whole register. */
  private final CallContext[] contexts = new CallContext[7];

  private final long read = address("read");
  private final long write = address("write");
  private final long waitpid = address("waitpid");
  private final long signal = address("signal");

  Libc() {
    for (int i = 0; i < contexts.length; i++) {
      Type[] parameters = new Type[i];
      Arrays.fill(parameters, Type.SINT64);
      contexts[i] =
          CallContext.getCallContext(Type.SINT64, parameters, CallingConvention.DEFAULT, true);
    }
  }

  /** The address of a function, for {@link #signal} and {@link #call}. */
  long address(String name) {
    long address = library.getSymbolAddress(name);
    if (address == 0) {
      throw new UnsatisfiedLinkError("the C library has no " + name);
    }
    return address;
  }

  /** Calls a function that returns an int, and what it returns as it is. */
  int call(long function, long... arguments) {
    return (int) callLong(function, arguments);
  }

  private long callLong(long function, long... a) {
    CallContext context = contexts[a.length];
    return switch (a.length) {
      case 0 -> invoker.invokeL0(context, function);
      case 1 -> invoker.invokeL1(context, function, a[0]);
      case 2 -> invoker.invokeL2(context, function, a[0], a[1]);
      case 3 -> invoker.invokeL3(context, function, a[0], a[1], a[2]);
      case 4 -> invoker.invokeL4(context, function, a[0], a[1], a[2], a[3]);
      case 5 -> invoker.invokeL5(context, function, a[0], a[1], a[2], a[3], a[4]);
      default -> invoker.invokeL6(context, function, a[0], a[1], a[2], a[3], a[4], a[5]);
    };
  }

  /** The same, with the error number where the function says that it failed. */
  private int checked(long function, long... arguments) {
    int result = call(function, arguments);
    return result == -1 ? -lastError.get() : result;
  }

  public int getpid() {
    return call(address("getpid"));
  }

  public int kill(int process, int number) {
    return checked(address("kill"), process, number);
  }

  /** Sends the signal to this thread, which has met it when this returns. */
  public void raise(int number) {
    call(address("raise"), number);
  }

  /** Takes back that the thread blocks the signal. */
  public void unblock(int number) {
    try (SignalSet set = SignalSet.of(1L << (number - 1))) {
      call(address("pthread_sigmask"), SIG_UNBLOCK, set.address(), 0);
    }
  }

  /**
   * Says what a signal does.
   *
   * @param handler {@link #SIG_DFL}, {@link #SIG_IGN} or the address of a function
   * @return what it did before, or -1 if the system refuses
   */
  public long signal(int number, long handler) {
    return callLong(signal, number, handler);
  }

  /**
   * Waits until something has become of any child, and leaves it to be asked for.
   *
   * @param information gets the process id
   */
  int awaitAnyChild(Memory information) {
    return checked(
        address("waitid"), P_ALL, 0, information.address(), WEXITED | WUNTRACED | WNOWAIT);
  }

  /**
   * Asks what became of a child.
   *
   * @param status gets it
   * @return the child's process id, or 0 if it just goes on
   */
  int waitpid(int process, Memory status, int options) {
    return checked(waitpid, process, status.address(), options);
  }

  public int fcntl(int descriptor, int command, int argument) {
    return checked(address("fcntl"), descriptor, command, argument);
  }

  public int close(int descriptor) {
    return checked(address("close"), descriptor);
  }

  public int dup2(int from, int to) {
    return checked(address("dup2"), from, to);
  }

  public int open(String path, int flags) {
    try (Memory text = Memory.text(path.getBytes(StandardCharsets.UTF_8))) {
      return checked(address("open"), text.address(), flags, 0);
    }
  }

  /** Makes the directory of a descriptor the working directory. */
  public void fchdir(int descriptor) throws PosixException {
    int result = checked(address("fchdir"), descriptor);
    if (result < 0) {
      throw error(result);
    }
  }

  /**
   * Runs another program in place of this one.
   *
   * @param environment each {@code NAME=value}
   * @return the negative error number; it returns only when it fails
   */
  public int execve(byte[] path, List<byte[]> arguments, List<byte[]> environment) {
    try (Memory file = Memory.text(path);
        Memory argv = Memory.texts(arguments);
        Memory envp = Memory.texts(environment)) {
      return checked(address("execve"), file.address(), argv.address(), envp.address());
    }
  }

  /** Whether the file is there. */
  int access(byte[] path) {
    try (Memory text = Memory.text(path)) {
      return checked(address("access"), text.address(), 0);
    }
  }

  /** The two ends of a new pipe, to read from and to write to, which no started program gets. */
  public int[] pipe() throws PosixException {
    try (Memory ends = Memory.of(8)) {
      int result = checked(address("pipe2"), ends.address(), O_CLOEXEC);
      if (result < 0) {
        throw error(result);
      }
      return new int[] {ends.int32(0), ends.int32(4)};
    }
  }

  int read(int descriptor, Memory into, int length) {
    return checked(read, descriptor, into.address(), length);
  }

  int write(int descriptor, Memory from, int offset, int length) {
    return checked(write, descriptor, from.address() + offset, length);
  }

  /** Waits until a descriptor that does not block takes bytes, or has failed. */
  void awaitWritable(int descriptor) {
    await(descriptor, POLLOUT);
  }

  /** Waits until a descriptor that does not block has bytes, or is at its end. */
  void awaitReadable(int descriptor) {
    await(descriptor, POLLIN);
  }

  private void await(int descriptor, short events) {
    try (Memory request = Memory.of(8)) {
      request.int32(0, descriptor);
      request.int16(4, events);
      call(address("poll"), request.address(), 1, -1);
    }
  }

  public boolean isTerminal(int descriptor) {
    return call(address("isatty"), descriptor) == 1;
  }

  /** Whether our process group is the one that may use the terminal. */
  public boolean isForeground(int terminal) {
    return call(address("tcgetpgrp"), terminal) == call(address("getpgrp"));
  }

  public int prctl(int option, long argument) {
    return checked(address("prctl"), option, argument, 0, 0, 0);
  }

  /** Sets how many files this process, and what it starts, may have open. */
  public void limitOpenFiles(long soft, long hard) {
    try (Memory limit = Memory.of(16)) {
      limit.int64(0, soft);
      limit.int64(8, hard);
      call(address("setrlimit"), RLIMIT_NOFILE, limit.address());
    }
  }

  /**
   * Whether two descriptors of this process are of one opening of a file, as after {@code dup}.
   *
   * @return null where the system does not say
   */
  @Nullable Boolean sameOpening(int first, int second) {
    int self = getpid();
    boolean x86 = Platform.getPlatform().getCPU() == Platform.CPU.X86_64;
    int order =
        checked(
            address("syscall"),
            x86 ? KCMP_OF_X86_64 : KCMP_OF_AARCH64,
            self,
            self,
            KCMP_FILE,
            first,
            second);
    return order < 0 ? null : order == 0;
  }

  /** The same as {@link #call}, with the negative error number where it fails. */
  int callChecked(String name, long... arguments) {
    return checked(address(name), arguments);
  }

  /** What the system says about an error number. */
  public String message(int number) {
    long text = callLong(address("strerror"), Math.abs(number));
    return new String(Memory.textAt(text), StandardCharsets.UTF_8);
  }

  PosixException error(int number) {
    return new PosixException(Math.abs(number), message(number));
  }
}
