package io.github.basetenci.action;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Mounts;
import io.github.basetenci.action.runner.Processes;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.testing.WaitedTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Containers without containers: a directory with a link for each mount is the root that our action
 * sees, and variables that hold a path of a container get the path below that directory.
 */
final class ProcessEngine implements Engine {
  private final Path directory;
  private final WaitedTime time = new WaitedTime();
  private InstantSource clock = InstantSource.system();

  /**
   * @param directory an empty directory
   */
  ProcessEngine(Path directory) {
    this.directory = directory;
  }

  /** The clock of the runner's machine from now on. */
  void clock(InstantSource now) {
    clock = now;
  }

  @Override
  public Ran action(String entrypoint, Map<String, String> environment, Mounts mounts) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ContainerJob job = job(environment, mounts, output);
    int code =
        entrypoint.endsWith("logout")
            ? new LogoutStage(job, TlsChoice.JAVA).run()
            : new LoginStage(job, TlsChoice.JAVA).run();
    return new Ran(code, output.toByteArray());
  }

  ContainerJob job(Map<String, String> environment, Mounts mounts, OutputStream output) {
    return new ContainerJob(
        environment,
        Main.INPUTS,
        new ContainerJob.Directories(root(mounts), directory),
        output,
        () -> UUID.randomUUID().toString().replace("-", "").substring(0, 16),
        new ContainerJob.Platform("Linux", "25"),
        new ContainerJob.Time(clock, time::nanos, time::sleep));
  }

  @Override
  public Ran other(List<String> command, Map<String, String> environment, Mounts mounts) {
    Path root = root(mounts);
    Map<String, String> mapped = new LinkedHashMap<>();
    environment.forEach(
        (name, value) ->
            mapped.put(
                name,
                value.startsWith("/github/") || value.startsWith("/__w/") ? root + value : value));
    mapped.put("PATH", System.getenv("PATH"));
    return Processes.run(directory, mapped, command);
  }

  private Path root(Mounts mounts) {
    try {
      Path root = Files.createTempDirectory(directory, "root");
      for (Map.Entry<String, String> mount : mounts.all().entrySet()) {
        Path link = root.resolve(mount.getValue().substring(1));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(mount.getKey()));
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
