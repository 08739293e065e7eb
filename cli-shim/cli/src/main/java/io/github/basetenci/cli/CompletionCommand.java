package io.github.basetenci.cli;

import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash or zsh.",
      "Load it by 'source <(baseten-ci completion bash)'."
    })
public final class CompletionCommand extends BaseCommand {
  /** The shells that picocli's script serves. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      description = "${COMPLETION-CANDIDATES}. The script is the same.")
  Shell shell = Shell.bash;

  @Override
  protected int run(Session session) throws Exception {
    String script = AutoComplete.bash("baseten-ci", BasetenCi.all());
    session
        .output()
        .result(JsonObject.EMPTY.with("shell", shell.name()).with("script", script), script);
    return ExitCode.OK;
  }
}
