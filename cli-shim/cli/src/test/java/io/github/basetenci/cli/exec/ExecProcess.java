package io.github.basetenci.cli.exec;

import io.github.basetenci.shim.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code exec} in a JVM of its own, with no variables but those that it needs. */
final class ExecProcess {
  private ExecProcess() {}

  /**
   * @param before a command that starts the JVM; may be empty
   * @param main the class to run
   * @param home the working directory, and the home directory
   * @param temporary the directory for temporary files
   * @param arguments what follows {@code exec --no-verify}
   */
  static ProcessBuilder of(
      List<String> before, Class<?> main, Path home, Path temporary, List<String> arguments) {
    List<String> line = new ArrayList<>();
    // INT and QUIT are ignored where the tests were started in the background of a script.
    line.addAll(List.of("env", "--default-signal"));
    line.addAll(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of("exec", "--no-verify"));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                System.getenv("PATH"),
                "HOME",
                home.toString(),
                "TMPDIR",
                temporary.toString(),
                "BASETEN_API_KEY",
                World.KEY));
    return builder;
  }
}
