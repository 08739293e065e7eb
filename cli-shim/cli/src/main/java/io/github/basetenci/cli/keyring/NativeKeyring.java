package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.KeyringEntry;
import java.util.Optional;

/** The keyring of one operating system. Its calls may take as long as the system likes. */
interface NativeKeyring {
  /** The text of the entry; empty if there is no such entry. */
  Optional<String> read(KeyringEntry entry) throws KeyringException;

  /** Stores the text, in the form in which the entry's library stores it. */
  void write(KeyringEntry entry, String text) throws KeyringException;

  /** Removes the entry, if there is one. */
  void delete(KeyringEntry entry) throws KeyringException;

  /** Breaks off the call that is under way. The keyring is not used again. */
  default void close() {}
}
