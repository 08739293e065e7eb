package io.github.basetenci.shim.command;

import io.github.basetenci.auth.AuthException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads what a flag hands over without showing it: from a variable, a file or standard input. */
public final class SecretInput {
  /** As for a key file: more than this on standard input is no key. */
  private static final int MAX_KEY_BYTES = 8192;

  private SecretInput() {}

  /**
   * The value of an environment variable.
   *
   * @param what what it holds, such as {@code key}
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
