package io.github.basetenci.store;

/** An edit is impossible, because programs would then read the rest of the file differently. */
public final class IniEditException extends Exception {
  private static final long serialVersionUID = 1L;

  IniEditException(String message) {
    super(message);
  }
}
