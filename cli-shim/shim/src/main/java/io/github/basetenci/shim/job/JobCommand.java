package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code job}. */
@Command(name = "job", description = "Log in for the rest of a CI job, and out when it ends.")
public final class JobCommand extends GroupCommand {

  /** The group with {@code login} and {@code logout}. */
  public static CommandLine line() {
    return line(new JobLoginCommand(), new JobLogoutCommand());
  }

  /** The group with these commands. */
  public static CommandLine line(Object... commands) {
    CommandLine line = new CommandLine(new JobCommand());
    for (Object command : commands) {
      line.addSubcommand(command);
    }
    return line;
  }
}
