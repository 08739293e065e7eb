package io.github.basetenci.store;

import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be found, read, understood or written. The message is one sentence with the
 * path, the line where there is one, and what to do next; it quotes nothing of the file.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  /** {@code "PATH: problem"}. */
  static StoreException in(Path file, @Nullable String problem) {
    return new StoreException(show(file) + ": " + problem);
  }

  /** A path as it may be printed. */
  static String show(Path file) {
    return Neutralizer.line(file.toString());
  }
}
