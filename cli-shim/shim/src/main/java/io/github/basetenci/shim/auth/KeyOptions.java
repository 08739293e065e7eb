package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that hand over a key. At most one of them may be given. */
public final class KeyOptions {
  /** As for a key file: more than this on standard input is no key. */
  private static final int MAX_STDIN_BYTES = 8192;

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

  /** The flag that was used, or null. Nothing is read yet. */
  @Nullable String flag() throws UsageException {
    List<String> used = new ArrayList<>();
    if (stdin) {
      used.add("--api-key-stdin");
    }
    if (file != null) {
      used.add("--api-key-file");
    }
    if (variable != null) {
      used.add("--api-key-env");
    }
    if (argument != null) {
      used.add("--api-key");
    }
    if (used.size() > 1) {
      throw new UsageException(String.join(" and ", used) + " are mutually exclusive");
    }
    return used.isEmpty() ? null : used.get(0);
  }

  /** The file that {@code --api-key-file} names, or null. */
  public @Nullable String file() {
    return file;
  }

  /** The variable that {@code --api-key-env} names, or null. */
  public @Nullable String variable() {
    return variable;
  }

  /** The key that the flags give, or null when none was used. */
  public @Nullable ExplicitKey read(Session session) throws UsageException, AuthException {
    String flag = flag();
    return flag == null ? null : new ExplicitKey(flag, text(session));
  }

  private String text(Session session) throws UsageException, AuthException {
    if (file != null) {
      return session.keyFile().read("--api-key-file", path(file));
    }
    if (variable != null) {
      return session
          .environment()
          .get(variable)
          .orElseThrow(
              () ->
                  new UsageException(
                      "--api-key-env names a variable that is not set or empty; pass the"
                          + " variable's name, not the key"));
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
    Host.Prompt prompt = session.prompt();
    if (prompt != null) {
      String typed = prompt.secret("API key: ");
      return typed == null ? "" : typed.strip();
    }
    return readStdin(session.host());
  }

  private static Path path(String file) throws UsageException {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new UsageException("--api-key-file is not a path");
    }
  }

  private static String readStdin(Host host) throws AuthException {
    try {
      byte[] bytes = host.stdin().readNBytes(MAX_STDIN_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new AuthException(
          AuthException.Kind.INVALID, "standard input cannot be read; pipe the key to it", e);
    }
  }
}
