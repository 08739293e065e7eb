package io.github.basetenci.cli.keys;

import io.github.basetenci.cli.rotate.KeysRotateCommand;
import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code keys}: the group. */
@Command(
    name = "keys",
    description = "List, inspect, create and revoke API keys on the server.",
    subcommands = {
      KeysListCommand.class,
      KeysInspectCommand.class,
      KeysCreateCommand.class,
      KeysRevokeCommand.class,
      KeysRotateCommand.class
    })
public final class KeysCommand extends GroupCommand {}
