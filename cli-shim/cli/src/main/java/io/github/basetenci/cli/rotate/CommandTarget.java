package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.MaskingOutputStream;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A target that is written by a shell command. The command gets the key on standard input, without
 * a line break. Its output goes to standard error, with keys masked. This target cannot tell which
 * key it has.
 */
final class CommandTarget implements Target {
  private static final long LONGEST_SECONDS = 120;

  /**
   * Starts the command only when the key has arrived. If this process is killed before it hands
   * over the key, the command must not read the end of its input as an empty key.
   */
  private static final String ONCE_THE_KEY_IS_THERE =
      "set -- \"$1\" \"$(cat)\"; [ -n \"$2\" ] && printf %s \"$2\" | /bin/sh -c \"$1\"";

  private final Session session;
  private final Path directory;
  private final String command;

  /**
   * @param directory the directory in which the command runs
   */
  CommandTarget(Session session, Path directory, String command) {
    this.session = session;
    this.directory = directory;
    this.command = command;
  }

  @Override
  public String name() {
    return "command:" + command;
  }

  @Override
  public void check(String oldPrefix) {
    // Only a run of the command would show that.
  }

  @Override
  public void write(ApiKey key, String expectedPrefix)
      throws RotationIOException, InterruptedException {
    session.output().hide(key);
    Process process = start();
    try {
      Thread printed = pump(process.getInputStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(key.reveal().getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The command did not read all of its input; its exit code tells whether it succeeded.
      }
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new RotationIOException(
            name() + " did not end within " + LONGEST_SECONDS + " seconds; it was killed");
      }
      printed.join(TimeUnit.SECONDS.toMillis(1));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    int code = process.exitValue();
    if (code != 0) {
      throw new RotationIOException(
          name() + " ended with exit code " + code + "; what it printed says why");
    }
  }

  private Process start() throws RotationIOException {
    Host host = session.host();
    ProcessBuilder builder =
        new ProcessBuilder(line(command, host.osName()))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(host.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new RotationIOException(name() + " could not be started; is there a shell?", e);
    }
  }

  /** The command line of the process that is given the key. */
  static List<String> line(String command, String osName) {
    return osName.toLowerCase(Locale.ROOT).startsWith("windows")
        ? List.of("cmd", "/c", command)
        : List.of("/bin/sh", "-c", ONCE_THE_KEY_IS_THERE, "sh", command);
  }

  private Thread pump(InputStream from) {
    Thread pump =
        new Thread(
            () -> {
              try (from) {
                MaskingOutputStream masked =
                    new MaskingOutputStream(session.host().stderr(), session.output().masker());
                from.transferTo(masked);
                masked.finish();
                masked.flush();
              } catch (IOException e) {
                // The command has ended, or nobody reads its output any more.
              }
            },
            "output of a target");
    pump.setDaemon(true);
    pump.start();
    return pump;
  }
}
