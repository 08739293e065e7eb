package io.github.basetenci.auth;

import io.github.basetenci.store.AuthHost;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.Keyring.Unavailable;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.text.Neutralizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one login wrote to the keyring for each of the two tools. */
final class KeyringWrites {
  private final Map<StoreKind, KeyringWrite> writes = new EnumMap<>(StoreKind.class);

  private final Map<KeyringEntry, String> forgotten = new LinkedHashMap<>();
  private final KeyringSecrets keyring;

  KeyringWrites(KeyringSecrets keyring) {
    this.keyring = keyring;
  }

  /**
   * Writes the secrets of the plans that the tools keep in the keyring. The stores are locked, so
   * that what is read before and restored by {@link #undo} is what no other run changes.
   */
  void write(Map<StoreKind, LoginPlan> plans) {
    plans.forEach(
        (store, plan) -> writes.put(store, KeyringWrite.of(plan.keyringTexts(store), keyring)));
  }

  /** Whether the keyring has the secret of the store's login. */
  boolean contains(StoreKind store) {
    KeyringWrite write = writes.get(store);
    return write != null && write.isWritten();
  }

  /**
   * Removes the entries of a login whose key or tokens go to auth.json, because baseten reads the
   * keyring first.
   *
   * @param before the file before the login
   * @return a warning for each entry that may still be there
   */
  List<String> forgetForFile(LoginPlan plan, AuthJson before) {
    List<String> warnings = new ArrayList<>();
    boolean stored = before.profile(plan.profile()).filter(KeyringSecrets::isInKeyring).isPresent();
    forgetForFile(
            BasetenKeyring.entry(plan.profile()),
            "profile '" + Neutralizer.line(plan.profile()) + "'",
            stored)
        .ifPresent(warnings::add);
    String label = plan.label();
    if (label != null) {
      String url = plan.url().toString();
      AuthHost host = before.hosts().get(url);
      boolean labelled =
          host != null
              && host.users().stream()
                  .anyMatch(user -> user.name().equals(label) && KeyringSecrets.isInKeyring(user));
      forgetForFile(
              BasetenKeyring.olderEntry(url, label),
              "label '" + Neutralizer.line(label) + "'",
              labelled)
          .ifPresent(warnings::add);
    }
    return warnings;
  }

  private Optional<String> forgetForFile(KeyringEntry entry, String what, boolean stored) {
    KeyringWrite write = writes.get(StoreKind.BASETEN);
    boolean unsure = write != null && write.unsure().contains(entry);
    if (!stored && !unsure) {
      return Optional.empty();
    }
    if (keyring.keyring().read(entry) instanceof Keyring.Value value) {
      forgotten.put(entry, value.text());
    }
    return keyring.forgetForFile(entry, what, unsure);
  }

  /** Makes the entries what they were. */
  void undo() {
    writes.values().forEach(KeyringWrite::undo);
    forgotten.forEach((entry, text) -> keyring.keyring().write(entry, text));
    forgotten.clear();
  }

  /** What went to the keyring, for the user. */
  List<String> notes(LoginPlan plan) {
    String what = plan.credential() instanceof LoginCredential.Key ? "The key" : "The tokens";
    String is = plan.credential() instanceof LoginCredential.Key ? " is" : " are";
    List<String> notes = new ArrayList<>();
    for (StoreKind store : writes.keySet()) {
      if (contains(store)) {
        String entry =
            store == StoreKind.TRUSS
                ? "remote '" + Neutralizer.line(plan.remote())
                : "profile '" + Neutralizer.line(plan.profile());
        notes.add(
            what
                + " of "
                + entry
                + "'"
                + is
                + " in the system keyring, where "
                + store.tool()
                + " keeps "
                + (is.equals(" is") ? "it." : "them."));
      }
    }
    return notes;
  }

  /** Says that a keyring that is there could not be used; empty if nothing is to be said. */
  Optional<String> warning() {
    return writes.values().stream()
        .flatMap(write -> write.failure().stream())
        .filter(failure -> failure.kind() != Unavailable.Kind.NONE)
        .findFirst()
        .map(
            failure ->
                "could not store credentials in system keyring, storing in plain text: "
                    + failure.reason());
  }
}
