package io.github.basetenci.store;

/** An edit that cannot be made without changing how the rest of the file reads. */
public final class IniEditException extends Exception {
  private static final long serialVersionUID = 1L;

  IniEditException(String message) {
    super(message);
  }
}
