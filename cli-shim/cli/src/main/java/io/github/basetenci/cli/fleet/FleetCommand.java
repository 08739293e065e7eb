package io.github.basetenci.cli.fleet;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code fleet}: the group. */
@Command(
    name = "fleet",
    description = "Look after many API keys and all of their targets, as one file names them.",
    subcommands = {
      FleetInitCommand.class,
      FleetCheckCommand.class,
      FleetPlanCommand.class,
      FleetApplyCommand.class,
      FleetStatusCommand.class,
      FleetReportCommand.class
    })
public final class FleetCommand extends GroupCommand {}
