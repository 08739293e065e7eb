package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.Sleeper;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** Main in a process of its own, which ends without any warning when it says its n-th line. */
final class KilledMain {
  /** As after SIGKILL. */
  static final int KILLED = 137;

  private KilledMain() {}

  /**
   * @param args the root of the container, a temporary directory, and how many lines are let
   *     through
   */
  public static void main(String[] args) {
    ContainerJob job =
        new ContainerJob(
            System.getenv(),
            Main.INPUTS,
            new ContainerJob.Directories(Path.of(args[0]), Path.of(args[1])),
            new Killer(Integer.parseInt(args[2])),
            () -> UUID.randomUUID().toString().replace("-", "").substring(0, 16),
            new ContainerJob.Platform("Linux", "25"),
            new ContainerJob.Time(InstantSource.system(), System::nanoTime, Sleeper.SYSTEM));
    System.exit(new LoginStage(job, TlsChoice.JAVA).run());
  }

  private static final class Killer extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private int left;

    Killer(int left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (left-- == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
      out.write(bytes, offset, length);
    }
  }
}
