package io.github.basetenci.shim.command;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only groups other commands. */
public abstract class GroupCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  /**
   * The commands of this group by their names, in the order in which the help lists them. A group
   * whose annotation names them has none here, and all of them are made at each start.
   */
  public Map<String, Supplier<Object>> commands() {
    return Map.of();
  }

  @Override
  public final Integer call() throws UsageException {
    throw new UsageException(
        "a command is missing; use one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
