package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last use of keys from one list of the server, which is requested when the first
 * question comes. Each run of a rotation makes one of these.
 */
public final class ListedLastUses implements LastUses {
  private final KeyServer server;
  private final Confidential minting;
  private final NewKeyStorage storage;
  private @Nullable List<ApiKeyInfo> listed;

  /**
   * @param minting the key or the token that requests the list, unless it is the key in question
   * @param storage has the key that requests the list if the minting key is the one in question
   */
  public ListedLastUses(KeyServer server, Confidential minting, NewKeyStorage storage) {
    this.server = server;
    this.minting = minting;
    this.storage = storage;
  }

  @Override
  public LastUse of(String prefix) throws ApiException, TransportException, RotationIOException {
    List<ApiKeyInfo> keys = listed;
    if (keys == null) {
      keys = server.keys(otherThan(prefix));
      listed = keys;
    }
    return LastUse.of(prefix, keys);
  }

  private Confidential otherThan(String prefix) throws RotationIOException {
    if (!minting.prefix().equals(prefix)) {
      return minting;
    }
    return storage
        .load()
        .map(Confidential.class::cast)
        .filter(key -> !key.prefix().equals(prefix))
        .orElseThrow(
            () ->
                new RotationIOException(
                    "only the key "
                        + Neutralizer.line(prefix)
                        + " itself could ask when it was last used, and that would be its next"
                        + " use; give another minting key"));
  }
}
