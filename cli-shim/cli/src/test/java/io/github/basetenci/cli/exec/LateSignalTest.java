package io.github.basetenci.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Main;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A signal that came before {@code exec} held signals back, and that the JVM handles only when the
 * command runs: the JVM ends as for any such signal, and nothing may be left.
 */
@EnabledOnOs(OS.LINUX)
class LateSignalTest {
  @TempDir Path home;

  /** Ends the JVM as its handler of TERM does, once the command runs. */
  public static final class Late {
    private Late() {}

    public static void main(String[] args) {
      Thread signal =
          new Thread(
              () -> {
                Await.until("the command", () -> Files.exists(Path.of("pid")));
                System.exit(143);
              });
      signal.setDaemon(true);
      signal.start();
      Main.main(args);
    }
  }

  @Test
  void leavesNeitherTheDirectoryNorTheCommand() throws Exception {
    Path temporary = Files.createDirectory(home.resolve("t"));
    Process process =
        ExecProcess.of(
                List.of(),
                Late.class,
                home,
                temporary,
                List.of(
                    "--",
                    "bash",
                    "-c",
                    "cp \"$USER_TRUSSRC_PATH\" seen; echo $$ >new; mv new pid; exec sleep 600"))
            .redirectError(home.resolve("err").toFile())
            .redirectOutput(home.resolve("out").toFile())
            .start();
    int code = process.waitFor();
    String errors = Files.readString(home.resolve("err"));

    long command = Long.parseLong(Files.readString(home.resolve("pid")).strip());
    try {
      assertThat(code).as(errors).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(errors).endsWith("Canceled.\n");
      assertThat(Files.readString(home.resolve("seen"))).contains(World.KEY);
      assertThat(left(temporary)).isEmpty();
      Await.until("the end of the command", () -> running(command).isEmpty());
    } finally {
      running(command).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static Optional<ProcessHandle> running(long process) {
    return ProcessHandle.of(process).filter(ProcessHandle::isAlive);
  }

  private static List<Path> left(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
