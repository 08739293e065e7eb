package io.github.basetenci.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A keyring in memory, which fails as it is told to and counts the questions. */
public final class FakeKeyring implements Keyring {
  private final Map<KeyringEntry, String> entries = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private @Nullable Unavailable unavailable;
  private boolean failsAtWrite;
  private Runnable atChange = () -> {};

  /** Stores a text as a tool does. */
  public FakeKeyring with(KeyringEntry entry, String text) {
    entries.put(entry, text);
    return this;
  }

  /** From now on the keyring cannot be used, as when the user locks it. */
  public void lock() {
    unavailable = new Unavailable(Unavailable.Kind.LOCKED, "the keyring is locked");
  }

  /** From now on the keyring can be used. */
  public void unlock() {
    unavailable = null;
  }

  /** From now on the keyring cannot be used, as when it crashed. */
  public void fail() {
    unavailable = new Unavailable(Unavailable.Kind.FAILED, "the keyring did not answer in time");
  }

  /** At the next write the keyring stops to answer, and stores the text all the same. */
  public void failAtWrite() {
    failsAtWrite = true;
  }

  /** From now on there is no keyring. */
  public void remove() {
    unavailable = new Unavailable(Unavailable.Kind.NONE, "there is no keyring");
  }

  /** Runs the action at each write and each delete from now on. */
  public void atChange(Runnable action) {
    atChange = action;
  }

  /** What the keyring holds, whether or not it can be used. */
  public Map<KeyringEntry, String> entries() {
    return entries;
  }

  /** The calls so far, such as {@code read baseten-profile me}. */
  public List<String> calls() {
    return calls;
  }

  @Override
  public Reading read(KeyringEntry entry) {
    call("read", entry);
    if (unavailable != null) {
      return unavailable;
    }
    String text = entries.get(entry);
    return text == null ? new Absent() : new Value(text);
  }

  @Override
  public Optional<Unavailable> write(KeyringEntry entry, String text) {
    call("write", entry);
    atChange.run();
    if (unavailable == null) {
      entries.put(entry, text);
    }
    if (failsAtWrite) {
      fail();
    }
    return Optional.ofNullable(unavailable);
  }

  @Override
  public Optional<Unavailable> delete(KeyringEntry entry) {
    call("delete", entry);
    atChange.run();
    if (unavailable == null) {
      entries.remove(entry);
    }
    return Optional.ofNullable(unavailable);
  }

  private void call(String what, KeyringEntry entry) {
    calls.add(what + " " + entry.service() + " " + entry.account());
  }
}
