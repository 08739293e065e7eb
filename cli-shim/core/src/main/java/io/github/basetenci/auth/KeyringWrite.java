package io.github.basetenci.auth;

import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a login writes to the keyring before it writes the files. If one entry cannot be
 * written, or the files cannot, the entries become what they were.
 */
final class KeyringWrite {
  private final Keyring keyring;
  private final Map<KeyringEntry, Keyring.Reading> before = new LinkedHashMap<>();
  private @Nullable Unavailable failure;
  private boolean unsure;

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
    unsure = failure != null;
  }

  /** Whether the keyring has what was to be written. */
  boolean isWritten() {
    return !before.isEmpty();
  }

  /** Why nothing is in the keyring; empty if everything is. */
  Optional<Unavailable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether a text was sent to the keyring, which did not say that it has stored it. */
  boolean isUnsure() {
    return unsure;
  }

  /** Makes the entries what they were. */
  void undo() {
    before.forEach(
        (entry, reading) -> {
          if (reading instanceof Keyring.Value value) {
            keyring.write(entry, value.text());
          } else {
            keyring.delete(entry);
          }
        });
    before.clear();
  }
}
