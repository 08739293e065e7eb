package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.Keyring.Unavailable;

/** The keyring could not be used. The message is a clause for the user, without a secret. */
final class KeyringException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Unavailable.Kind kind;

  private KeyringException(Unavailable.Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  static KeyringException locked() {
    return new KeyringException(Unavailable.Kind.LOCKED, "the keyring is locked");
  }

  static KeyringException failed(String reason) {
    return new KeyringException(Unavailable.Kind.FAILED, reason);
  }

  Unavailable toUnavailable() {
    return new Unavailable(kind, String.valueOf(getMessage()));
  }
}
