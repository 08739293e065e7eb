package io.github.basetenci.cli.secrets;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code secrets}: the group. */
@Command(
    name = "secrets",
    description = "List, set and delete secrets, and check that a Truss declares what it needs.",
    subcommands = {
      SecretsListCommand.class,
      SecretsSetCommand.class,
      SecretsDeleteCommand.class,
      SecretsCheckCommand.class
    })
public final class SecretsCommand extends GroupCommand {}
