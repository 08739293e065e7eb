package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logins of the machine that runs a rotation. A login that is no target stops working when the
 * old key is revoked.
 *
 * @param stored reads the keys that are stored on this machine; the name of an entry has the form
 *     of a target's name; the keys are read again before each revocation
 * @param oldKey the key that is being rotated, null if only its prefix is known
 * @param leaveBehind the names of the logins that may be left with a revoked key
 */
public record LocalLogins(
    Supplier<Map<String, ApiKey>> stored, @Nullable ApiKey oldKey, Set<String> leaveBehind) {

  /** The logins of a machine that has none. */
  public static final LocalLogins NONE = new LocalLogins(Map::of, null, Set.of());

  public LocalLogins {
    leaveBehind = Set.copyOf(leaveBehind);
  }

  /**
   * The logins that hold the key, in the order of {@code stored}. If the whole key is known, the
   * whole key is compared, because a different key with the same prefix is not affected.
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
