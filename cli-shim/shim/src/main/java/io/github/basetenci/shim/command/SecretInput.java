package io.github.basetenci.shim.command;

import io.github.basetenci.auth.AuthException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads a secret for a flag from a variable, a file or standard input, and does not show the
 * secret.
 */
public final class SecretInput {
  /** The limit for standard input, as for a key file. A longer text is no key. */
  private static final int MAX_KEY_BYTES = 8192;

  private SecretInput() {}

  /**
   * The value of an environment variable.
   *
   * @param what what the variable holds, such as {@code key}
   */
  public static String variable(Session session, String flag, String name, String what)
      throws UsageException {
    return session
        .environment()
        .get(name)
        .orElseThrow(
            () ->
                new UsageException(
                    flag
                        + " names a variable that is not set or empty; pass the variable's name,"
                        + " not the "
                        + what));
  }

  /** The key in a file. */
  public static String keyFile(Session session, String flag, String name)
      throws UsageException, AuthException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException(flag + " is not a path");
    }
    return session.keyFile().read(flag, path);
  }

  /** The key on standard input. */
  public static String keyOnStdin(Session session) throws AuthException {
    try {
      byte[] bytes = session.host().stdin().readNBytes(MAX_KEY_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new AuthException(
          AuthException.Kind.INVALID, "standard input cannot be read; pipe the key to it", e);
    }
  }
}
