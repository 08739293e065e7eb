package io.github.basetenci.managed;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.Hook;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Targets that several keys may share: each is a document with an entry for each key. A write reads
 * the document, changes an entry and writes all of it, without a lock, so two writes at once lose
 * an entry.
 */
final class Documents {
  private final Map<String, Map<String, ApiKey>> documents = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> writers = new ConcurrentHashMap<>();
  private final Supplier<Hook> hook;

  /** The greatest number of writes to one document at the same time. */
  final AtomicInteger mostWriters = new AtomicInteger();

  Documents(Supplier<Hook> hook) {
    this.hook = hook;
  }

  void put(String document, String entry, ApiKey key) {
    Map<String, ApiKey> changed = new TreeMap<>(read(document));
    changed.put(entry, key);
    documents.put(document, changed);
  }

  Map<String, ApiKey> read(String document) {
    return documents.getOrDefault(document, Map.of());
  }

  Map<String, Map<String, ApiKey>> all() {
    return documents;
  }

  Target target(String document, String entry) {
    return new Entry(document, entry);
  }

  private final class Entry implements Target {
    private final String document;
    private final String entry;

    Entry(String document, String entry) {
      this.document = document;
      this.entry = entry;
    }

    @Override
    public String name() {
      return document;
    }

    @Override
    public void check(String oldPrefix) throws RotationIOException {
      hook.get().place("check " + document + " " + entry, () -> refuse(oldPrefix, oldPrefix));
    }

    @Override
    public void write(ApiKey key, String expectedPrefix) throws RotationIOException {
      hook.get()
          .place(
              "write " + document + " " + entry,
              () -> {
                refuse(expectedPrefix, key.prefix());
                AtomicInteger now = writers.computeIfAbsent(document, name -> new AtomicInteger());
                mostWriters.accumulateAndGet(now.incrementAndGet(), Math::max);
                Map<String, ApiKey> changed = new TreeMap<>(read(document));
                changed.put(entry, key);
                Thread.yield();
                documents.put(document, changed);
                now.decrementAndGet();
                return "";
              });
    }

    @Override
    public Optional<String> currentPrefix() throws RotationIOException {
      return hook.get()
          .place("read " + document + " " + entry, () -> Optional.of(present().prefix()));
    }

    private ApiKey present() throws RotationIOException {
      ApiKey key = read(document).get(entry);
      if (key == null) {
        throw new RotationIOException(document + " has no entry " + entry);
      }
      return key;
    }

    private String refuse(String expectedPrefix, String newPrefix) throws RotationIOException {
      String there = present().prefix();
      if (!there.equals(expectedPrefix) && !there.equals(newPrefix)) {
        throw new RotationIOException(document + " has another key (" + there + ")");
      }
      return "";
    }
  }
}
