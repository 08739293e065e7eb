package io.github.basetenci.cli.rotate;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that hand over the key which creates and revokes keys. At most one may be given. */
final class MintingOptions {
  private static final int MAX_STDIN_BYTES = 8192;

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

  /** The flag that was used, or null. Nothing is read yet. */
  @Nullable String flag() throws UsageException {
    List<String> used = new ArrayList<>();
    if (stdin) {
      used.add("--minting-key-stdin");
    }
    if (file != null) {
      used.add("--minting-key-file");
    }
    if (variable != null) {
      used.add("--minting-key-env");
    }
    if (used.size() > 1) {
      throw new UsageException(String.join(" and ", used) + " are mutually exclusive");
    }
    return used.isEmpty() ? null : used.get(0);
  }

  /** The key that the flags give, or null when none was used. */
  @Nullable ExplicitKey read(Session session) throws UsageException, AuthException {
    String flag = flag();
    return flag == null ? null : new ExplicitKey(flag, text(session, flag));
  }

  private String text(Session session, String flag) throws UsageException, AuthException {
    if (file != null) {
      try {
        return session.keyFile().read(flag, Path.of(file));
      } catch (InvalidPathException e) {
        throw new UsageException(flag + " is not a path");
      }
    }
    if (variable != null) {
      Optional<String> value = session.environment().get(variable);
      if (value.isEmpty()) {
        throw new UsageException(
            flag
                + " names a variable that is not set or empty; pass the variable's name, not the"
                + " key");
      }
      return value.get();
    }
    try {
      byte[] bytes = session.host().stdin().readNBytes(MAX_STDIN_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new AuthException(
          AuthException.Kind.INVALID, "standard input cannot be read; pipe the key to it", e);
    }
  }
}
