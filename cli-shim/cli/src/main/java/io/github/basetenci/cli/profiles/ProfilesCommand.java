package io.github.basetenci.cli.profiles;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code profiles}: the group. */
@Command(
    name = "profiles",
    description = "List, choose and change stored logins.",
    subcommands = {
      ProfilesListCommand.class,
      ProfilesUseCommand.class,
      ProfilesGetCommand.class,
      ProfilesSetCommand.class
    })
public final class ProfilesCommand extends GroupCommand {}
