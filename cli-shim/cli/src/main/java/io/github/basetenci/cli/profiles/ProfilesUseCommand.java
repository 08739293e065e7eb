package io.github.basetenci.cli.profiles;

import io.github.basetenci.shim.auth.SwitchCommand;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code profiles use}. */
@Command(name = "use", description = "Make a profile the current one.")
public final class ProfilesUseCommand extends BaseCommand {
  @Parameters(paramLabel = "NAME", description = "The profile.")
  String profile = "";

  @Override
  protected int run(Session session) throws Exception {
    SwitchCommand.run(session, profile);
    return ExitCode.OK;
  }
}
