package io.github.basetenci.action.runner;

import io.github.basetenci.action.toolkit.runner.ReadCommand;
import io.github.basetenci.action.toolkit.runner.RunnerLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What one stage of a step did, as the runner understood it.
 *
 * @param output both streams, unmasked
 * @param variables what it exported
 */
public record Stage(
    int code,
    byte[] output,
    Map<String, String> variables,
    Map<String, String> outputs,
    Map<String, String> state) {

  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** Every command that the runner found. */
  public List<ReadCommand> commands() {
    return RunnerLog.commands(output);
  }

  /** The texts of the commands of one name. */
  public List<String> said(String command) {
    return commands().stream()
        .filter(read -> read.name().equals(command))
        .map(ReadCommand::data)
        .toList();
  }

  /** The lines that are no command: what a reader of the log sees. */
  public List<String> lines() {
    return RunnerLog.lines(output).stream()
        .filter(line -> RunnerLog.parse(line).isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return "exit code " + code + "\n" + text();
  }
}
