package io.github.basetenci.action;

import io.github.basetenci.action.tls.ConscryptTls;
import io.github.basetenci.action.toolkit.Sleeper;
import io.github.basetenci.action.toolkit.container.ContainerJob;
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
  /** The end of the path of the post stage's entry point. */
  private static final String POST = "logout";

  /** Where the paths of the container begin; {@code bin/demo} runs the action without one. */
  private static final String ROOT = "baseten.login.root";

  /** The index of the trusted certificates, which only the image has. */
  private static final String AUTHORITIES = "baseten.login.authorities";

  /** The prefix of the variables in which {@code action.yml} gives an input a second time. */
  static final String INPUTS = "BASETEN_INPUT_";

  private Main() {}

  /**
   * @param args first the path of the entry point, which tells the stage; the runner passes the
   *     same further arguments to every stage
   */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      System.out.println("baseten login " + Version.current());
      return;
    }
    ContainerJob job = job(System.getenv(), new FileOutputStream(FileDescriptor.out));
    boolean post = args.length > 0 && args[0].endsWith(POST);
    TlsChoice tls = tls();
    System.exit(post ? new LogoutStage(job, tls).run() : new LoginStage(job, tls).run());
  }

  /** What speaks TLS, with a log: a native library where the image has named its index. */
  static TlsChoice tls() {
    String index = System.getProperty(AUTHORITIES);
    if (index == null) {
      return TlsChoice.JAVA;
    }
    Path trustStore = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    return log -> new ConscryptTls(Path.of(index), trustStore, log);
  }

  /** The job that this process runs for, on this machine. */
  static ContainerJob job(Map<String, String> environment, OutputStream stdout) {
    return new ContainerJob(
        environment,
        INPUTS,
        new ContainerJob.Directories(
            Path.of(System.getProperty(ROOT, "/")),
            Path.of(System.getProperty("java.io.tmpdir", "/tmp"))),
        stdout,
        () -> UUID.randomUUID().toString().replace("-", "").substring(0, 16),
        new ContainerJob.Platform(
            System.getProperty("os.name", ""), System.getProperty("java.version", "")),
        new ContainerJob.Time(InstantSource.system(), System::nanoTime, Sleeper.SYSTEM));
  }
}
