package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logins of the machine that runs a rotation. A login that is no target stops working when the
 * old key is revoked.
 *
 * @param stored reads the keys that are stored on this machine; they are read again before each
 *     revocation
 * @param oldKey the key that is being rotated, null if only its prefix is known
 * @param leaveBehind the names of the logins that may be left with a revoked key
 */
public record LocalLogins(
    Supplier<LoginKeys> stored, @Nullable ApiKey oldKey, Set<String> leaveBehind) {

  /** The logins of a machine that has none. */
  public static final LocalLogins NONE = new LocalLogins(() -> LoginKeys.NONE, null, Set.of());

  public LocalLogins {
    leaveBehind = Set.copyOf(leaveBehind);
  }

  /**
   * The logins that hold the key, in their order. If the whole key is known, the whole key is
   * compared, because a different key with the same prefix is not affected.
   *
   * @param here what {@code stored} has read
   * @param prefix the prefix of the key
   */
  List<String> holding(LoginKeys here, String prefix) {
    ApiKey known = oldKey;
    List<String> names = new ArrayList<>();
    here.keys()
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
