package io.github.basetenci.cli.auth;

import io.github.basetenci.cli.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code auth}: the group. */
@Command(
    name = "auth",
    description = "Log in and out, and see who is logged in.",
    subcommands = {
      LoginCommand.class,
      LogoutCommand.class,
      StatusCommand.class,
      SwitchCommand.class
    })
public final class AuthCommand extends GroupCommand {}
