package io.github.basetenci.cli.posix;

import io.github.basetenci.shim.command.LaunchWords;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this process got from the process that started it: arguments, variables, descriptors and
 * signals. The values are those before the JVM changed them, byte for byte. Only Linux provides
 * them, below {@code /proc}.
 */
public final class Inherited {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** The endings of archives of class data, which a JVM keeps open in any directory. */
  private static final List<String> ARCHIVES = List.of(".jsa", ".aot");

  /**
   * The signals that a JVM needs (ILL, TRAP, BUS, FPE, SEGV), the signals KILL and STOP, and CHLD,
   * because a process that ignores CHLD cannot wait for a child.
   */
  private static final Set<Integer> NEVER_IGNORED = Set.of(4, 5, 7, 8, 9, 11, 17, 19);

  private static final int LAST_SIGNAL = 64;

  private final LaunchWords launch;
  private final Set<Integer> descriptors;
  private final Set<Integer> closed;
  private final long ignored;
  private final long blocked;

  private Inherited(
      LaunchWords launch,
      Set<Integer> descriptors,
      Set<Integer> closed,
      long ignored,
      long blocked) {
    this.launch = launch;
    this.descriptors = descriptors;
    this.closed = closed;
    this.ignored = ignored;
    this.blocked = blocked;
  }

  /**
   * Looks at this process. Call this method before the process opens files of its own.
   *
   * @param launch what the launcher passed to this process
   * @param javaHome the directory of the JVM
   * @param classPath the files that the JVM holds open for its classes
   * @return empty if the system does not provide the values
   */
  public static Optional<Inherited> look(LaunchWords launch, String javaHome, String classPath) {
    Set<Integer> closed = new TreeSet<>();
    Map<Integer, String> open;
    ProcessStatus status;
    try {
      open = openFiles();
      // A descriptor that is open only for a moment belongs to the JVM.
      open.entrySet().retainAll(openFiles().entrySet());
      status = ProcessStatus.of("self");
    } catch (IOException e) {
      return Optional.empty();
    }
    Set<String> ours = ownFiles(javaHome, classPath);
    for (int standard = 0; standard <= 2; standard++) {
      // If a standard stream is closed, the first file that the JVM opens gets its number.
      if (launch.closed(standard)
          || !open.containsKey(standard)
          || isOurs(ours, open.get(standard), javaHome)) {
        closed.add(standard);
      }
    }
    Set<Integer> descriptors = new TreeSet<>();
    for (Map.Entry<Integer, String> each : open.entrySet()) {
      int number = each.getKey();
      if (number > 2
          && !launch.own().contains(number)
          && !isOurs(ours, each.getValue(), javaHome)) {
        descriptors.add(number);
      }
    }
    return Optional.of(
        new Inherited(
            launch,
            descriptors,
            closed,
            status.ignored() | launch.ignored(),
            status.blocked() | launch.blocked()));
  }

  private static Map<Integer, String> openFiles() throws IOException {
    Map<Integer, String> open = new TreeMap<>();
    String[] numbers = DESCRIPTORS.toFile().list();
    if (numbers == null) {
      throw new IOException("no " + DESCRIPTORS);
    }
    for (String number : numbers) {
      try {
        open.put(
            Integer.valueOf(number),
            Files.readSymbolicLink(DESCRIPTORS.resolve(number)).toString());
      } catch (java.nio.file.NoSuchFileException e) {
        // This descriptor was open only for reading the directory.
        continue;
      }
    }
    return open;
  }

  private static Set<String> ownFiles(String javaHome, String classPath) {
    Set<String> files = new TreeSet<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      try {
        files.add(Path.of(entry).toRealPath().toString());
      } catch (IOException | java.nio.file.InvalidPathException e) {
        // A file that does not exist is not open.
        continue;
      }
    }
    try {
      files.add(Path.of(javaHome).toRealPath() + File.separator);
    } catch (IOException e) {
      files.add(javaHome + File.separator);
    }
    return files;
  }

  private static boolean isOurs(Set<String> ours, String target, String javaHome) {
    if (ours.contains(target) || target.startsWith(javaHome + File.separator)) {
      return true;
    }
    for (String archive : ARCHIVES) {
      if (target.endsWith(archive)) {
        return true;
      }
    }
    for (String file : ours) {
      if (file.endsWith(File.separator) && target.startsWith(file)) {
        return true;
      }
    }
    return false;
  }

  /** The descriptors from 3 on that were open. */
  public Set<Integer> descriptors() {
    return descriptors;
  }

  /** The standard descriptors (0, 1 and 2) that were closed. */
  public Set<Integer> closed() {
    return closed;
  }

  /**
   * Whether the command must run in another working directory than this process. This is so if that
   * directory was removed.
   */
  public boolean isElsewhere() {
    return launch.workingDirectory().isPresent();
  }

  /** The signals that were ignored; signal N is bit N-1. */
  public long ignored() {
    return ignored;
  }

  /** The signals that were blocked; signal N is bit N-1. */
  public long blocked() {
    return blocked;
  }

  /**
   * Restores the inherited working directory, ignored signals and limits, so that started programs
   * inherit them.
   *
   * @throws PosixException if the working directory cannot be restored
   */
  public void restore(Libc libc) throws PosixException {
    OptionalInt directory = launch.workingDirectory();
    if (directory.isPresent()) {
      libc.fchdir(directory.getAsInt());
    }
    for (int number = 1; number <= LAST_SIGNAL; number++) {
      if ((ignored >>> (number - 1) & 1) != 0 && !NEVER_IGNORED.contains(number)) {
        libc.signal(number, Libc.SIG_IGN);
      }
    }
    if (!launch.isThere()) {
      Optional<OpenFileLimit> limit = OpenFileLimit.beforeTheJvm();
      if (limit.isPresent()) {
        libc.limitOpenFiles(limit.get().soft(), limit.get().hard());
      }
    }
  }

  /**
   * The arguments at the end of the command line.
   *
   * @param count the number of arguments
   */
  public static List<byte[]> arguments(int count) throws IOException {
    List<byte[]> all = texts(Files.readAllBytes(Path.of("/proc/self/cmdline")));
    if (all.size() < count) {
      throw new IOException("/proc/self/cmdline is cut");
    }
    return all.subList(all.size() - count, all.size());
  }

  /** The variables, each as {@code NAME=value}, without the variables of the launcher. */
  public List<byte[]> environment() throws IOException {
    Optional<byte[]> original = launch.environment();
    byte[] block =
        original.isPresent() ? original.get() : Files.readAllBytes(Path.of("/proc/self/environ"));
    return launch.restore(texts(block));
  }

  /** Splits texts that each end with a zero byte. */
  private static List<byte[]> texts(byte[] block) {
    List<byte[]> texts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        texts.add(Arrays.copyOfRange(block, from, i));
        from = i + 1;
      }
    }
    if (from < block.length) {
      texts.add(Arrays.copyOfRange(block, from, block.length));
    }
    return texts;
  }
}
