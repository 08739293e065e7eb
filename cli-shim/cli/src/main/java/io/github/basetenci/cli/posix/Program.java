package io.github.basetenci.cli.posix;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program that is found and started as shells and {@code execvp} do it. It is searched in the
 * PATH of its own environment.
 */
public final class Program {
  private static final byte[] PATH = "PATH=".getBytes(StandardCharsets.US_ASCII);

  /** The directories in which the C library searches if PATH is not set. */
  private static final byte[] USUAL_PATH = "/bin:/usr/bin".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);

  private final List<byte[]> arguments;
  private final List<byte[]> environment;

  /**
   * @param arguments the arguments; the first is the name of the program
   * @param environment the variables, each as {@code NAME=value}
   */
  public Program(List<byte[]> arguments, List<byte[]> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * The result of a start.
   *
   * @param process the process id, or the negative error number
   * @param isThere whether a file with the name of the program was found
   * @param file the last file that was tried
   */
  public record Started(int process, boolean isThere, byte[] file) {}

  /**
   * Starts the program. A file that is no binary and names no interpreter is run as a script of the
   * shell.
   */
  public Started start(Libc libc, Spawn spawn) {
    Started refused = null;
    for (byte[] file : candidates()) {
      int there = libc.access(file);
      if (there < 0) {
        if (there == -Errno.EACCES && refused == null) {
          refused = new Started(there, true, file);
        }
        continue;
      }
      int process = spawn.start(libc, file, arguments, environment);
      if (process == -Errno.ENOEXEC) {
        List<byte[]> script = new ArrayList<>(List.of(SHELL, file));
        script.addAll(arguments.subList(1, arguments.size()));
        process = spawn.start(libc, SHELL, script, environment);
      }
      Started started = new Started(process, true, file);
      if (process != -Errno.EACCES) {
        return started;
      }
      // Another directory of PATH may contain a file that may be executed.
      refused = started;
    }
    return refused != null ? refused : new Started(-Errno.ENOENT, false, arguments.get(0));
  }

  private List<byte[]> candidates() {
    byte[] name = arguments.get(0);
    if (name.length == 0) {
      return List.of();
    }
    if (contains(name, '/')) {
      return List.of(name);
    }
    List<byte[]> candidates = new ArrayList<>();
    byte[] path = path();
    int from = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == ':') {
        candidates.add(join(Arrays.copyOfRange(path, from, i), name));
        from = i + 1;
      }
    }
    return candidates;
  }

  private byte[] path() {
    for (byte[] variable : environment) {
      if (variable.length >= PATH.length
          && Arrays.equals(variable, 0, PATH.length, PATH, 0, PATH.length)) {
        return Arrays.copyOfRange(variable, PATH.length, variable.length);
      }
    }
    return USUAL_PATH;
  }

  /** Joins an entry of PATH and a name. An empty entry means the working directory. */
  private static byte[] join(byte[] directory, byte[] name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (directory.length > 0) {
      out.writeBytes(directory);
      out.write('/');
    }
    out.writeBytes(name);
    return out.toByteArray();
  }

  private static boolean contains(byte[] text, char wanted) {
    for (byte each : text) {
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }
}
