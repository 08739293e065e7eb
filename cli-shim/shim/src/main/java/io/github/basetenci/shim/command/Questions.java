package io.github.basetenci.shim.command;

import org.jspecify.annotations.Nullable;

/**
 * Asks a person on a terminal. Where an answer is needed and the input ends, the command ends as
 * after Ctrl-C.
 */
public final class Questions {
  /** As many wrong answers to one question end the command. */
  private static final int TRIES = 3;

  private final Host.Prompt prompt;

  Questions(Host.Prompt prompt) {
    this.prompt = prompt;
  }

  /** Makes a value out of an answer. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * @param answer what was typed, without blanks around it; the default if nothing was typed
     * @throws UsageException if the answer is wrong; the sentence is shown, and the question is
     *     asked again
     */
    T read(String answer) throws UsageException;
  }

  /** Asks for a secret, which is not shown. */
  public String secret(String question) throws CommandException {
    return answered(prompt.secret(question));
  }

  /** Whether the answer begins with y. */
  public boolean agrees(String question) throws CommandException {
    String answer = answered(prompt.line(question + " [y/N] ")).strip();
    return answer.startsWith("y") || answer.startsWith("Y");
  }

  /**
   * Asks until the answer can be used.
   *
   * @param question what is asked, without a colon
   * @param offered the answer of an empty line, or the empty string if there must be one
   * @throws UsageException if the third answer is wrong, too
   */
  public <T> T ask(String question, String offered, Reader<T> reader)
      throws CommandException, UsageException {
    String line = question + (offered.isEmpty() ? ": " : " [" + offered + "]: ");
    String shown = line;
    for (int tries = 1; ; tries++) {
      String answer = answered(prompt.line(shown)).strip();
      try {
        return reader.read(answer.isEmpty() ? offered : answer);
      } catch (UsageException e) {
        if (tries == TRIES) {
          throw e;
        }
        shown = e.getMessage() + "\n" + lastLine(line);
      }
    }
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static String answered(@Nullable String answer) throws CommandException {
    if (answer == null) {
      throw new CommandException("Canceled.", ExitCode.INTERRUPTED);
    }
    return answer;
  }
}
