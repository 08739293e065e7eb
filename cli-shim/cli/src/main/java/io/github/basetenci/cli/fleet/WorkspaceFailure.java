package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.wording.CommandWords;

/**
 * Why a workspace could not be asked.
 *
 * @param problem a sentence
 * @param code the exit code of a command that asks only this workspace
 */
record WorkspaceFailure(String problem, int code) {
  /**
   * @param e what getting the minting key or asking with it has thrown
   */
  static WorkspaceFailure of(Exception e) {
    if (e instanceof CommandException command) {
      return new WorkspaceFailure(String.valueOf(e.getMessage()), command.code());
    }
    if (e instanceof AuthException auth) {
      boolean refused = auth.kind() == AuthException.Kind.REFUSED;
      return new WorkspaceFailure(
          CommandWords.ADVICE.sentence(auth), refused ? ExitCode.REFUSED : ExitCode.FAILURE);
    }
    if (e instanceof ApiException api) {
      return new WorkspaceFailure(
          CommandWords.ADVICE.sentence(api), ExitCode.ofStatus(api.status()));
    }
    return new WorkspaceFailure(
        e instanceof TransportException transport
            ? CommandWords.ADVICE.sentence(transport)
            : String.valueOf(e.getMessage()),
        ExitCode.FAILURE);
  }
}
