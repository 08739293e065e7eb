package io.github.basetenci.cli.keys;

import io.github.basetenci.cli.rotate.KeysRotateCommand;
import io.github.basetenci.shim.command.GroupCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code keys}: the group. */
@Command(name = "keys", description = "List, inspect, create and revoke API keys on the server.")
public final class KeysCommand extends GroupCommand {
  @Override
  public Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("list", KeysListCommand::new);
    commands.put("inspect", KeysInspectCommand::new);
    commands.put("create", KeysCreateCommand::new);
    commands.put("revoke", KeysRevokeCommand::new);
    commands.put("rotate", KeysRotateCommand::new);
    return commands;
  }
}
