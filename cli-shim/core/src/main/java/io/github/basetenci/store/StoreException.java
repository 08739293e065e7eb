package io.github.basetenci.store;

import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be found, read, understood or written. The message is one sentence with the
 * path, the line if it is known, and what to do next. The message quotes no part of the file.
 */
public final class StoreException extends Exception implements Advisable {
  private static final long serialVersionUID = 1L;

  private final @Nullable Situation situation;
  private final String name;

  StoreException(String message) {
    this(message, null, "");
  }

  StoreException(String message, @Nullable Situation situation, String name) {
    super(message);
    this.situation = situation;
    this.name = name;
  }

  /** An exception with the message {@code "PATH: problem"}. */
  static StoreException in(Path file, @Nullable String problem) {
    return new StoreException(show(file) + ": " + problem);
  }

  @Override
  public @Nullable Situation situation() {
    return situation;
  }

  @Override
  public String name() {
    return name;
  }

  /** The path in a form that is safe to print. */
  static String show(Path file) {
    return Neutralizer.line(file.toString());
  }
}
