package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.SecretInput;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that give the key which creates and revokes keys. A user may use at most one of them.
 */
public final class MintingOptions {
  @Option(
      names = "--minting-key-stdin",
      description = "Read the key that creates and revokes keys from standard input.")
  boolean stdin;

  @Option(
      names = "--minting-key-file",
      paramLabel = "FILE",
      description = "Read the key that creates and revokes keys from a file.")
  @Nullable String file;

  @Option(
      names = "--minting-key-env",
      paramLabel = "NAME",
      description =
          "Read the key that creates and revokes keys from the environment variable of this name.")
  @Nullable String variable;

  /** Whether the key is read from standard input. */
  public boolean readsStdin() {
    return stdin;
  }

  /** The file that {@code --minting-key-file} names, or null. */
  public @Nullable String file() {
    return file;
  }

  /** The variable that {@code --minting-key-env} names, or null. */
  public @Nullable String variable() {
    return variable;
  }

  /** The flag that was used, or null. This method does not read the key. */
  public @Nullable String flag() throws UsageException {
    return new Alternatives()
        .flag("--minting-key-stdin", stdin)
        .flag("--minting-key-file", file != null)
        .flag("--minting-key-env", variable != null)
        .given();
  }

  /** Reads the key from the flag that was used; null when no flag was used. */
  public @Nullable ExplicitKey read(Session session) throws UsageException, AuthException {
    String flag = flag();
    return flag == null ? null : new ExplicitKey(flag, text(session, flag));
  }

  private String text(Session session, String flag) throws UsageException, AuthException {
    if (file != null) {
      return SecretInput.keyFile(session, flag, file);
    }
    return variable == null
        ? SecretInput.keyOnStdin(session)
        : SecretInput.variable(session, flag, variable, "key");
  }
}
