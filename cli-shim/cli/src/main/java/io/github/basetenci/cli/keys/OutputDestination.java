package io.github.basetenci.cli.keys;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;

/** Prints the key once on standard output, and nothing else. */
record OutputDestination() implements NewKeyDestination {
  @Override
  public void check(Session session) throws UsageException {
    if (!session.output().takesKey()) {
      throw new UsageException("--to-stdout goes with -o text, json or jsonl, and without --jq");
    }
  }

  @Override
  public void keep(Session session, ApiKey key) throws CommandException {
    if (!session.output().key(key)) {
      throw new CommandException(
          "the key could not be written to standard output", ExitCode.FAILURE);
    }
  }

  @Override
  public String kind() {
    return "stdout";
  }

  @Override
  public String shown() {
    return "standard output";
  }
}
