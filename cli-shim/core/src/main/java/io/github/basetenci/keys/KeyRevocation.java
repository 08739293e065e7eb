package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.Patience;
import io.github.basetenci.http.TransportException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Revokes keys and checks that the server no longer lists them. A key that is already gone counts
 * as revoked.
 */
public final class KeyRevocation {
  private final KeyManager manager;
  private final Supplier<Patience> patience;

  /**
   * @param patience gives the waits for one revocation
   */
  public KeyRevocation(KeyManager manager, Supplier<Patience> patience) {
    this.manager = manager;
    this.patience = patience;
  }

  /**
   * What {@link #revokeAll} did.
   *
   * @param prefixes the prefixes of the revoked keys, in the order of the list
   * @param listed the keys that the server still lists although they were revoked
   */
  public record Revoked(Set<String> prefixes, List<ApiKeyInfo> listed) {}

  /**
   * Revokes a key and waits until the server no longer lists it.
   *
   * @return false if the server still lists it
   */
  public boolean revoke(String prefix)
      throws ApiException, TransportException, InterruptedException {
    manager.revoke(prefix);
    return new KeyWatch(manager, patience).vanishes(prefix);
  }

  /**
   * Revokes every key that fits, until the server lists no such key any more.
   *
   * @param late whether the server may not list a key yet, so that the list is requested again
   *     while it contains no such key
   */
  public Revoked revokeAll(Predicate<ApiKeyInfo> wanted, boolean late)
      throws ApiException, TransportException, InterruptedException {
    Patience waits = patience.get();
    Set<String> revoked = new LinkedHashSet<>();
    Patience.Question<List<ApiKeyInfo>> listed =
        () -> manager.list().stream().filter(wanted).toList();
    List<ApiKeyInfo> found = waits.until(listed, keys -> !late || !keys.isEmpty());
    while (hasOther(found, revoked)) {
      for (ApiKeyInfo key : found) {
        if (revoked.add(key.prefix())) {
          manager.revoke(key.prefix());
        }
      }
      found = waits.until(listed, keys -> keys.isEmpty() || hasOther(keys, revoked));
    }
    return new Revoked(revoked, found);
  }

  private static boolean hasOther(List<ApiKeyInfo> keys, Set<String> revoked) {
    return keys.stream().anyMatch(key -> !revoked.contains(key.prefix()));
  }
}
