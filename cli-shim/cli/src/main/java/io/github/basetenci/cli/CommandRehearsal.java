package io.github.basetenci.cli;

import io.github.basetenci.cli.posix.ThisProcess;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.LaunchWords;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs several command lines in one process while a package is built. The JVM archives the classes
 * that this process loads, and maps the archive when the command runs.
 */
public final class CommandRehearsal {
  private CommandRehearsal() {}

  /**
   * @param lines command lines, whose words are separated by single spaces. From an argument {@code
   *     exec} on, all arguments are the words of one line, because {@code exec} reads what it runs
   *     from the end of the arguments of the process
   */
  public static void main(String[] lines) {
    Main.wantTerminal();
    LaunchWords launch = Main.launchWords();
    ThisProcess process = Main.thisProcess(launch);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].equals(BasetenCi.EXEC)) {
        run(launch, process, Arrays.copyOfRange(lines, i, lines.length));
        return;
      }
      run(launch, process, lines[i].split(" ", -1));
    }
  }

  private static void run(LaunchWords launch, @Nullable ThisProcess process, String... line) {
    int code = Main.run(launch, process, line);
    if (code != ExitCode.OK) {
      throw new IllegalStateException(String.join(" ", line) + " ended with " + code);
    }
  }
}
