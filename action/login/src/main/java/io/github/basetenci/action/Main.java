package io.github.basetenci.action;

import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** The process: runs the stage that the entry point names, and exits with its code. */
public final class Main {
  /** How the path of the entry point of the post stage ends. */
  private static final String POST = "logout";

  /** Where the paths of the container begin; {@code bin/demo} runs the action without one. */
  private static final String ROOT = "baseten.login.root";

  private Main() {}

  /**
   * @param args the path of the entry point first; the runner passes the same arguments to every
   *     stage, so nothing else tells them apart
   */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println("baseten login " + Version.current());
      return;
    }
    Job job = job(System.getenv(), new FileOutputStream(FileDescriptor.out));
    boolean post = args.length > 0 && args[0].endsWith(POST);
    System.exit(post ? new LogoutStage(job).run() : new LoginStage(job).run());
  }

  /** A job in this process and on this machine. */
  static Job job(Map<String, String> environment, OutputStream stdout) {
    return new Job(
        environment,
        Path.of(System.getProperty(ROOT, "/")),
        stdout,
        () -> UUID.randomUUID().toString().replace("-", "").substring(0, 16),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        new Host.Platform(
            System.getProperty("os.name", ""), System.getProperty("java.version", "")),
        new Host.Time(
            InstantSource.system(), System::nanoTime, time -> Thread.sleep(time.toMillis())));
  }
}
