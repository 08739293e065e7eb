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
 * The functions of the C library of Linux that are needed to run a command, on x86-64 and aarch64.
 * A call that fails returns the negative error number, see {@link Errno}.
 */
public final class Libc {
  /** For {@link #fcntl}: reads whether a descriptor is closed in a program that is started. */
  public static final int F_GETFD = 1;

  public static final int F_SETFD = 2;

  /** For {@link #fcntl}: reads how the file was opened. */
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

  /** For {@link #waitpid}: report stopped children too. */
  static final int WUNTRACED = 2;

  /**
   * For {@link #prctl}: whether the system may write an image of the memory to a file when a signal
   * ends the process.
   */
  public static final int PR_SET_DUMPABLE = 4;

  /** For {@link #signal}: the default action of the system for a signal. */
  public static final long SIG_DFL = 0;

  public static final long SIG_IGN = 1;

  private static final int P_ALL = 0;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;

  /** The size of {@code siginfo_t}. */
  private static final int SIGINFO = 128;

  /** The offset of the process id in {@code siginfo_t}, on 64-bit systems. */
  private static final int SIGINFO_PROCESS = 16;

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

  /**
   * One call context for each number of parameters. Each parameter is passed in a whole register.
   */
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

  /** Calls a function that returns an int. Returns the result unchanged. */
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

  /**
   * Calls a function that returns an int. Returns the negative error number if the function failed.
   */
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

  /**
   * Sends the signal to this thread. The thread has handled the signal when this method returns.
   */
  public void raise(int number) {
    call(address("raise"), number);
  }

  /** Stops blocking the signal in this thread. */
  public void unblock(int number) {
    try (SignalSet set = SignalSet.of(1L << (number - 1))) {
      call(address("pthread_sigmask"), SIG_UNBLOCK, set.address(), 0);
    }
  }

  /**
   * Sets the action for a signal.
   *
   * @param handler {@link #SIG_DFL}, {@link #SIG_IGN} or the address of a function
   * @return the previous action, or -1 if the system refuses the change
   */
  public long signal(int number, long handler) {
    return callLong(signal, number, handler);
  }

  /**
   * Waits until the child has ended or stopped. The new state can still be read with {@link
   * #waitpid} afterwards.
   */
  int awaitChild(int process) {
    return waitid(P_PID, process, WEXITED | WUNTRACED | WNOWAIT);
  }

  /**
   * Waits until any child has ended, whoever started it. Its end can still be read with {@link
   * #waitpid} afterwards, so this method returns at once as long as nobody reads it.
   */
  int awaitEndOfAnyChild() {
    return waitid(P_ALL, 0, WEXITED | WNOWAIT);
  }

  /** Whether the process is a child that has ended and whose end nobody has read yet. */
  boolean isZombie(int process) {
    return waitid(P_PID, process, WEXITED | WNOHANG | WNOWAIT) > 0;
  }

  /**
   * Waits for a change of children.
   *
   * @return a child whose state has changed, 0 if there is none yet, or the negative error number
   */
  private int waitid(int kind, int process, int options) {
    try (Memory information = Memory.of(SIGINFO)) {
      int result = checked(address("waitid"), kind, process, information.address(), options);
      return result < 0 ? result : information.int32(SIGINFO_PROCESS);
    }
  }

  /**
   * Reads the new state of a child.
   *
   * @param status gets the new state
   * @return the child's process id, or 0 if its state has not changed
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
   * @param environment the variables, each as {@code NAME=value}
   * @return the negative error number; the method returns only if it fails
   */
  public int execve(byte[] path, List<byte[]> arguments, List<byte[]> environment) {
    try (Memory file = Memory.text(path);
        Memory argv = Memory.texts(arguments);
        Memory envp = Memory.texts(environment)) {
      return checked(address("execve"), file.address(), argv.address(), envp.address());
    }
  }

  /** Whether the file exists: 0, or the negative error number. */
  int access(byte[] path) {
    try (Memory text = Memory.text(path)) {
      return checked(address("access"), text.address(), 0);
    }
  }

  /**
   * The two ends of a new pipe: first the end for reading, then the end for writing. A started
   * program gets neither.
   */
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

  /** Waits until a non-blocking descriptor accepts bytes, or has failed. */
  void awaitWritable(int descriptor) {
    await(descriptor, POLLOUT);
  }

  /** Waits until a non-blocking descriptor has bytes, or is at its end. */
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

  /** Whether the group of this process is the foreground group of the terminal. */
  public boolean isForeground(int terminal) {
    return call(address("tcgetpgrp"), terminal) == call(address("getpgrp"));
  }

  public int prctl(int option, long argument) {
    return checked(address("prctl"), option, argument, 0, 0, 0);
  }

  /** Sets how many files this process and the programs that it starts may have open. */
  public void limitOpenFiles(long soft, long hard) {
    try (Memory limit = Memory.of(16)) {
      limit.int64(0, soft);
      limit.int64(8, hard);
      call(address("setrlimit"), RLIMIT_NOFILE, limit.address());
    }
  }

  /**
   * Whether two descriptors of this process refer to one open file description, as after {@code
   * dup}.
   *
   * @return null if the system does not tell
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

  /**
   * Calls the function of this name. Returns its result, or the negative error number if it fails.
   */
  int callChecked(String name, long... arguments) {
    return checked(address(name), arguments);
  }

  /** The text of the system for an error number. */
  public String message(int number) {
    long text = callLong(address("strerror"), Math.abs(number));
    return new String(Memory.textAt(text), StandardCharsets.UTF_8);
  }

  PosixException error(int number) {
    return new PosixException(Math.abs(number), message(number));
  }
}
