package io.github.basetenci.keys;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.Patience;
import io.github.basetenci.http.TransportException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits until a key is in the server's list, or is no longer in it. The server may need some
 * seconds to update its list.
 */
public final class KeyWatch {
  private final KeyManager manager;
  private final Supplier<Patience> patience;

  /**
   * @param patience gives the waits for one question
   */
  public KeyWatch(KeyManager manager, Supplier<Patience> patience) {
    this.manager = manager;
    this.patience = patience;
  }

  /**
   * The first key of the list that fits. The list is requested again while it contains no such key.
   *
   * @return empty if no such key was listed in time
   */
  public Optional<ApiKeyInfo> appears(Predicate<ApiKeyInfo> wanted)
      throws ApiException, TransportException, InterruptedException {
    return patience
        .get()
        .until(() -> manager.list().stream().filter(wanted).findFirst(), Optional::isPresent);
  }

  /** Whether the key of this prefix is no longer listed, or leaves the list in time. */
  public boolean vanishes(String prefix)
      throws ApiException, TransportException, InterruptedException {
    return patience
        .get()
        .until(() -> ApiKeyInfo.find(manager.list(), prefix), Optional::isEmpty)
        .isEmpty();
  }
}
