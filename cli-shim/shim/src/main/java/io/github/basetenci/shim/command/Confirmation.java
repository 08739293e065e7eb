package io.github.basetenci.shim.command;

import picocli.CommandLine.Option;

/**
 * The flag {@code --yes}. Without it, a person on a terminal is asked before an action that cannot
 * be undone; a job is never asked.
 */
public final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do it without a question; needed where nobody can be asked.")
  boolean yes;

  /**
   * Returns normally if the action may be done.
   *
   * @param what the action that cannot be undone, as words of the question, such as {@code Revoke
   *     key x}
   * @throws UsageException if the answer is no, or if nobody can be asked and the flag is missing
   */
  public void require(Session session, String what) throws UsageException, CommandException {
    if (yes) {
      return;
    }
    Questions questions = session.questions();
    if (questions == null) {
      throw new UsageException("it cannot be undone, so it needs --yes where nobody can be asked");
    }
    if (!questions.agrees(what + "? It cannot be undone.")) {
      throw new UsageException("not done; pass --yes to do it without a question");
    }
  }
}
