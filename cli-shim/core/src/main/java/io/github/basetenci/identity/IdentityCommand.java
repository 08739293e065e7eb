package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;
import java.io.IOException;
import java.util.List;

/**
 * A program that prints an identity token and is run without a shell. {@code {audience}} in its
 * arguments is replaced by the audience.
 *
 * @param name the flag that named the program
 * @param command the program and its arguments, at least one word
 * @param runner runs the program
 */
public record IdentityCommand(String name, List<String> command, Runner runner)
    implements IdentitySource {
  private static final String AUDIENCE = "{audience}";

  public IdentityCommand {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
    command = List.copyOf(command);
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    List<String> words = command.stream().map(word -> word.replace(AUDIENCE, audience)).toList();
    Printed printed;
    try {
      printed = runner.run(words, IdentityToken.MAX_LENGTH + 2, deadline);
    } catch (IOException e) {
      throw IdentityException.unavailable(
          "the command from " + name + " cannot be run: " + e.getMessage(), e);
    }
    if (printed.exitCode() != 0) {
      // The output is not shown, because it may be a part of a token.
      throw IdentityException.unavailable(
          "the command from "
              + name
              + " ended with exit code "
              + printed.exitCode()
              + " instead of printing an identity token; run it by hand to see why",
          null);
    }
    return TokenText.parse("the command from " + name, printed.text());
  }

  /** Only the name, because an argument may be secret. */
  @Override
  public String toString() {
    return "IdentityCommand[" + name + "]";
  }

  /**
   * What a program printed on its standard output.
   *
   * @param exitCode 0 for success
   */
  public record Printed(String text, int exitCode) {
    /** Only the exit code. */
    @Override
    public String toString() {
      return "Printed[" + exitCode + "]";
    }
  }

  /** Runs programs. */
  @FunctionalInterface
  public interface Runner {
    /**
     * Runs a program without a shell and with an empty standard input, and waits for its end.
     *
     * @param limit the maximum number of bytes of standard output that are kept
     * @throws IOException if the program cannot be started, or has not ended by the deadline and
     *     was killed; the message is the end of a sentence
     */
    Printed run(List<String> command, int limit, Deadline deadline) throws IOException;
  }
}
