package io.github.basetenci.shim.auth;

import io.github.basetenci.shim.command.GroupCommand;
import picocli.CommandLine.Command;

/** The group {@code identity}. */
@Command(
    name = "identity",
    description = "The identity that this job has by itself, for logins without a key.",
    subcommands = IdentityShowCommand.class)
public final class IdentityGroup extends GroupCommand {}
