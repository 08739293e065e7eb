package io.github.basetenci.rotation;

/** The end of a process at this very point. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;
}
