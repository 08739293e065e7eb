package io.github.basetenci.managed;

import java.time.Instant;
import java.util.Optional;

/**
 * The uses of keys that the caller has noted itself.
 *
 * @param <K> the id of a managed key
 */
public interface UseRecords<K> {
  /** The first noted use of the key with a prefix. */
  Optional<Instant> firstUsed(K id, String prefix);

  /** The last noted use of the key with a prefix. */
  Optional<Instant> lastUsed(K id, String prefix);

  /**
   * Who used the key with a prefix last, as a clause such as {@code by the job deploy}; empty if
   * that is not known, or the reader must not know it.
   */
  default Optional<String> lastUser(K id, String prefix) {
    return Optional.empty();
  }

  /** The records of a caller that notes no uses. */
  static <K> UseRecords<K> none() {
    return new UseRecords<>() {
      @Override
      public Optional<Instant> firstUsed(K id, String prefix) {
        return Optional.empty();
      }

      @Override
      public Optional<Instant> lastUsed(K id, String prefix) {
        return Optional.empty();
      }
    };
  }
}
