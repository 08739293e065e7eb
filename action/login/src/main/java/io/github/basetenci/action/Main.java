package io.github.basetenci.action;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** The process: runs the stage that the entry point names, and exits with its code. */
public final class Main {
  /** How the path of the entry point of the post stage ends. */
  private static final String POST = "logout";

  private Main() {}

  /**
   * @param args the path of the entry point first; the runner passes the same arguments to every
   *     stage, so nothing else tells them apart
   */
  public static void main(String[] args) {
    Job job =
        new Job(
            System.getenv(),
            Path.of("/"),
            new FileOutputStream(FileDescriptor.out),
            () -> UUID.randomUUID().toString().replace("-", "").substring(0, 16),
            Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
            System.getProperty("java.version", ""),
            System.getProperty("os.name", ""),
            InstantSource.system(),
            System::nanoTime);
    boolean post = args.length > 0 && args[0].endsWith(POST);
    System.exit(post ? new LogoutStage(job).run() : new LoginStage(job).run());
  }
}
