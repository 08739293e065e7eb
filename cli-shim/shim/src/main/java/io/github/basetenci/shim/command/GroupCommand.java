package io.github.basetenci.shim.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only groups other commands. */
public abstract class GroupCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() throws UsageException {
    throw new UsageException(
        "a command is missing; use one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
