package io.github.basetenci.auth;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a key from a file with one line, which is how Docker and Kubernetes mount a secret. */
public final class KeyFile {
  /**
   * The largest key file, in bytes. A key file is one short line, so a larger file was given by
   * mistake.
   */
  private static final int MAX_BYTES = 8192;

  /**
   * The length from which a text after a dot may be the secret of a key, in characters. All known
   * keys have a longer part after the dot, and few file names do.
   */
  private static final int SHORTEST_SECRET = 20;

  private final Path workingDirectory;

  /**
   * @param workingDirectory the directory against which a relative path is resolved
   */
  public KeyFile(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  /**
   * The content without one line break at its end.
   *
   * @param sourceName the flag or variable that named the file, for messages
   * @throws AuthException if the file is missing, unreadable, empty, or far too large
   */
  public String read(String sourceName, Path file) throws AuthException {
    Path path = workingDirectory.resolve(file);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw mayBeKey(file)
          ? AuthException.invalid(
              "the key file (from " + sourceName + ") does not exist; pass its name, not the key")
          : unreadable(sourceName, path, "does not exist");
    } catch (AccessDeniedException e) {
      throw unreadable(sourceName, path, "may not be read by this user");
    } catch (IOException e) {
      throw unreadable(
          sourceName, path, Files.isDirectory(path) ? "is a directory" : "cannot be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw unreadable(sourceName, path, "is larger than " + MAX_BYTES + " bytes, so it is no key");
    }
    return firstLine(new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * The text without one line break at its end. A second line is kept, so that {@link ApiKey#of}
   * refuses the text; nobody guesses which line is meant.
   */
  static String firstLine(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * Whether the path may be a key instead of a path: it has no directory, and it is a long word or
   * has a long word after a dot.
   */
  private static boolean mayBeKey(Path file) {
    String name = file.toString();
    return file.getParent() == null && name.length() - name.indexOf('.') > SHORTEST_SECRET;
  }

  private static AuthException unreadable(String sourceName, Path path, String why) {
    return AuthException.invalid(
        "the key file " + Neutralizer.line(path.toString()) + " (from " + sourceName + ") " + why);
  }
}
