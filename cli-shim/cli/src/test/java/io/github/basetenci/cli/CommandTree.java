package io.github.basetenci.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All commands as the command line knows them, so that a test can forget none. */
public final class CommandTree {
  private CommandTree() {}

  /** The model of every command by its words, such as {@code auth login}; the root has none. */
  public static Map<String, CommandSpec> all() {
    Map<String, CommandSpec> found = new LinkedHashMap<>();
    collect("", BasetenCi.all(), found);
    return found;
  }

  private static void collect(String words, CommandLine line, Map<String, CommandSpec> found) {
    found.put(words, line.getCommandSpec());
    line.getSubcommands()
        .forEach((name, below) -> collect((words + " " + name).strip(), below, found));
  }
}
