package io.github.basetenci.shim.auth;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** The group {@code auth}. */
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
