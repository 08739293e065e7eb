package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** {@code job}: the group. */
@Command(
    name = "job",
    description = "Log in for the rest of a CI job, and out when it ends.",
    subcommands = {JobLoginCommand.class, JobLogoutCommand.class})
public final class JobCommand extends GroupCommand {}
