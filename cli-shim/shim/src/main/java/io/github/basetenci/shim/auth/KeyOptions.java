package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.SecretInput;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that give a key. A user may use at most one of them. */
public final class KeyOptions {
  @Option(
      names = {"--api-key-stdin", "--with-api-key"},
      description = "Read the key from standard input.")
  boolean stdin;

  @Option(names = "--api-key-file", paramLabel = "FILE", description = "Read the key from a file.")
  @Nullable String file;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "Read the key from the environment variable of this name.")
  @Nullable String variable;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = "The key itself. Other users can read it in the process list.")
  @Nullable String argument;

  /** The flag that was used, or null. This method does not read the key. */
  @Nullable String flag() throws UsageException {
    return new Alternatives()
        .flag("--api-key-stdin", stdin)
        .flag("--api-key-file", file != null)
        .flag("--api-key-env", variable != null)
        .flag("--api-key", argument != null)
        .given();
  }

  /** The file that {@code --api-key-file} names, or null. */
  public @Nullable String file() {
    return file;
  }

  /** The variable that {@code --api-key-env} names, or null. */
  public @Nullable String variable() {
    return variable;
  }

  /** Whether the key is asked for on the terminal that is standard input. */
  boolean isTyped(Session session) {
    return stdin && session.prompt() != null;
  }

  /** Reads the key from the flag that was used; null when no flag was used. */
  public @Nullable ExplicitKey read(Session session)
      throws UsageException, AuthException, CommandException {
    String flag = flag();
    return flag == null ? null : new ExplicitKey(flag, text(session));
  }

  private String text(Session session) throws UsageException, AuthException, CommandException {
    if (file != null) {
      return SecretInput.keyFile(session, "--api-key-file", file);
    }
    if (variable != null) {
      return SecretInput.variable(session, "--api-key-env", variable, "key");
    }
    if (argument != null) {
      if (!argument.isEmpty()) {
        session
            .output()
            .warn(
                "--api-key puts the key in the process list, where other users can read it; use"
                    + " --api-key-stdin, --api-key-file or --api-key-env");
      }
      return argument;
    }
    Questions questions = session.questions();
    if (questions != null) {
      return questions.secret("API key: ").strip();
    }
    return SecretInput.keyOnStdin(session);
  }
}
