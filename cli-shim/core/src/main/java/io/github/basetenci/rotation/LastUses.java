package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;

/**
 * Knows when keys were last used. The answer may be some minutes old, and one list of a server may
 * answer for all keys of its workspace.
 */
@FunctionalInterface
public interface LastUses {
  /**
   * The last use of a key. No request may be sent with this key, because that would be its next
   * use.
   *
   * @throws RotationIOException if the last use cannot be looked up without this key
   */
  LastUse of(String prefix) throws ApiException, TransportException, RotationIOException;
}
