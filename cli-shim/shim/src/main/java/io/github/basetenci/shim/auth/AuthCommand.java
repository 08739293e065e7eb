package io.github.basetenci.shim.auth;

import io.github.basetenci.shim.command.GroupCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** The group {@code auth}. */
@Command(name = "auth", description = "Log in and out, and see who is logged in.")
public final class AuthCommand extends GroupCommand {
  @Override
  public Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("login", LoginCommand::new);
    commands.put("logout", LogoutCommand::new);
    commands.put("status", StatusCommand::new);
    commands.put("switch", SwitchCommand::new);
    return commands;
  }
}
