package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet check}. */
@Command(
    name = "check",
    description = "Say what is wrong with the file, with line and column. No server is asked.")
public final class FleetCheckCommand extends BaseCommand {
  @Mixin FleetChoice choice = new FleetChoice();

  @Override
  protected int run(Session session) throws Exception {
    Fleet fleet = choice.read(session);
    int workspaces = fleet.workspaces().size();
    int keys = fleet.keys().size();
    int targets = fleet.targets();
    session
        .output()
        .result(
            JsonObject.EMPTY
                .with("file", choice.name())
                .with("workspaces", new JsonNumber(Integer.toString(workspaces)))
                .with("keys", new JsonNumber(Integer.toString(keys)))
                .with("targets", new JsonNumber(Integer.toString(targets))),
            choice.name()
                + " is right: "
                + Counted.of(workspaces, "workspace")
                + ", "
                + Counted.of(keys, "key")
                + ", "
                + Counted.of(targets, "target")
                + "\n");
    return ExitCode.OK;
  }
}
