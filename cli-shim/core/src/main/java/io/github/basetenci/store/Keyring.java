package io.github.basetenci.store;

import java.util.Optional;

/**
 * The keyring of the operating system, which the caller hands in. A keyring that does not answer is
 * no failure of a command: each method returns soon, and says why the keyring could not be used.
 */
public interface Keyring {
  /** The text that the keyring has for the entry. */
  Reading read(KeyringEntry entry);

  /**
   * Stores the text. An earlier text of the entry is replaced.
   *
   * @return why the text could not be stored; empty if it is stored
   */
  Optional<Unavailable> write(KeyringEntry entry, String text);

  /**
   * Removes the entry.
   *
   * @return why the entry could not be removed; empty if the keyring has no such entry now
   */
  Optional<Unavailable> delete(KeyringEntry entry);

  /** What became of a question to the keyring. */
  sealed interface Reading permits Value, Absent, Unavailable {}

  /**
   * The keyring has the entry.
   *
   * @param text a secret, in the form in which the tool keeps it
   */
  record Value(String text) implements Reading {
    /** Does not show the text. */
    @Override
    public String toString() {
      return "Value[" + text.length() + " characters]";
    }
  }

  /** The keyring could be read, and has no such entry. */
  record Absent() implements Reading {}

  /**
   * The keyring could not be used.
   *
   * @param kind what is wrong
   * @param reason a clause for the user, such as "the keyring is locked"; it holds no secret
   */
  record Unavailable(Kind kind, String reason) implements Reading {
    /** What is wrong with a keyring. */
    public enum Kind {
      /** There is no keyring, or it may not be used; nothing was tried. */
      NONE,
      /** The keyring is locked. */
      LOCKED,
      /** The keyring failed, or did not answer in time. */
      FAILED
    }
  }

  /** No keyring, for a caller that has none or may use none. */
  static Keyring none(String reason) {
    Unavailable none = new Unavailable(Unavailable.Kind.NONE, reason);
    return new Keyring() {
      @Override
      public Reading read(KeyringEntry entry) {
        return none;
      }

      @Override
      public Optional<Unavailable> write(KeyringEntry entry, String text) {
        return Optional.of(none);
      }

      @Override
      public Optional<Unavailable> delete(KeyringEntry entry) {
        return Optional.of(none);
      }
    };
  }
}
