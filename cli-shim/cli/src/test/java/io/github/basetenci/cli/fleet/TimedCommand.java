package io.github.basetenci.cli.fleet;

import io.github.basetenci.shim.Program;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.LaunchWords;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The whole command as a process whose clock is the {@link VirtualTime} of a test. */
final class TimedCommand {
  private TimedCommand() {}

  /**
   * Runs a command line.
   *
   * @param args the file and the port of the clock, and the command line
   */
  public static void main(String[] args) throws IOException {
    ByteBuffer shared = VirtualTime.map(Path.of(args[0]));
    int port = Integer.parseInt(args[1]);
    Host host = Host.ofProcess(LaunchWords.of(System.getenv()));
    Host timed =
        new Host(
            host.environment(),
            host.streams(),
            host.directories(),
            host.platform(),
            new Host.Time(
                () -> VirtualTime.instant(shared),
                () -> VirtualTime.nanos(shared),
                time -> sleep(port, time)));
    System.exit(Program.find().run(timed, Arrays.copyOfRange(args, 2, args.length)));
  }

  private static void sleep(int port, Duration time) {
    try (Socket clock = new Socket(InetAddress.getLoopbackAddress(), port)) {
      new DataOutputStream(clock.getOutputStream()).writeLong(time.toNanos());
      clock.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
