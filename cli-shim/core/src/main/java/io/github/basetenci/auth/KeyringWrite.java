package io.github.basetenci.auth;

import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a login writes to the keyring before it writes the files. If one entry cannot be
 * written, or the files cannot, the entries become what they were.
 */
final class KeyringWrite {
  private final Keyring keyring;
  private final Map<KeyringEntry, Keyring.Reading> before = new LinkedHashMap<>();
  private final Set<KeyringEntry> unsure = new LinkedHashSet<>();
  private @Nullable Unavailable failure;

  private KeyringWrite(Keyring keyring) {
    this.keyring = keyring;
  }

  /** Writes the texts. */
  static KeyringWrite of(Map<KeyringEntry, String> texts, KeyringSecrets keyring) {
    KeyringWrite write = new KeyringWrite(texts.isEmpty() ? Keyring.none("") : keyring.keyring());
    for (Map.Entry<KeyringEntry, String> text : texts.entrySet()) {
      if (write.failure == null) {
        write.put(text.getKey(), text.getValue());
      }
    }
    if (write.failure != null) {
      write.undo();
    }
    return write;
  }

  private void put(KeyringEntry entry, String text) {
    Keyring.Reading reading = keyring.read(entry);
    if (reading instanceof Unavailable unavailable) {
      failure = unavailable;
      return;
    }
    before.put(entry, reading);
    failure = keyring.write(entry, text).orElse(null);
    if (failure != null) {
      unsure.add(entry);
    }
  }

  /** Whether the keyring has what was to be written. */
  boolean isWritten() {
    return !before.isEmpty();
  }

  /** Why nothing is in the keyring; empty if everything is. */
  Optional<Unavailable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * The entries for which a text was sent to the keyring, which did not say that it has stored it,
   * or that it has forgotten it again.
   */
  Set<KeyringEntry> unsure() {
    return unsure;
  }

  /** Makes the entries what they were. */
  void undo() {
    before.forEach(
        (entry, reading) -> {
          Optional<Unavailable> failed =
              reading instanceof Keyring.Value value
                  ? keyring.write(entry, value.text())
                  : keyring.delete(entry);
          if (failed.isPresent()) {
            unsure.add(entry);
          }
        });
    before.clear();
  }
}
