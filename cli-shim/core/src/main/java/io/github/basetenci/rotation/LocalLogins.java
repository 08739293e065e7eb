package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation knows of the logins of its machine. A login that is no target stops working when
 * the old key is revoked.
 *
 * @param stored reads the keys that are stored on this machine, by the names of their entries in
 *     the form of a target's name; it is asked again before each revocation
 * @param oldKey the key that is rotated, null where only its prefix is known
 * @param leaveBehind the names of the logins that may be left with a revoked key
 */
public record LocalLogins(
    Supplier<Map<String, ApiKey>> stored, @Nullable ApiKey oldKey, Set<String> leaveBehind) {

  /** For a machine without logins. */
  public static final LocalLogins NONE = new LocalLogins(Map::of, null, Set.of());

  public LocalLogins {
    leaveBehind = Set.copyOf(leaveBehind);
  }

  /**
   * The logins that hold the key, in the order of the reader. The whole key is compared where it is
   * known: a text with the same prefix that is another key has nothing to lose.
   *
   * @param prefix the prefix of the key
   */
  List<String> holding(String prefix) {
    ApiKey known = oldKey;
    List<String> names = new ArrayList<>();
    stored
        .get()
        .forEach(
            (name, key) -> {
              boolean same =
                  known != null && known.prefix().equals(prefix)
                      ? known.equals(key)
                      : key.prefix().equals(prefix);
              if (same) {
                names.add(name);
              }
            });
    return names;
  }
}
