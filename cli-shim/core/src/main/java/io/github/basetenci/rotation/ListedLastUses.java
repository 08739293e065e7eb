package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last use of keys from one list of the server, which is requested when the first
 * question comes. Each run of a rotation makes one of these.
 */
public final class ListedLastUses implements LastUses {
  private static final Duration MUCH = Duration.ofMinutes(1);

  private final KeyServer server;
  private final Confidential minting;
  private final NewKeyStorage storage;
  private final InstantSource clock;
  private final Consumer<String> notes;
  private List<ApiKeyInfo> listed = List.of();
  private @Nullable Duration ahead;

  /**
   * @param minting the key or the token that requests the list, unless it is the key in question
   * @param storage has the key that requests the list if the minting key is the one in question
   * @param clock the clock by which the time since the last use is counted
   * @param notes gets a sentence if that clock and the server's differ much
   */
  public ListedLastUses(
      KeyServer server,
      Confidential minting,
      NewKeyStorage storage,
      InstantSource clock,
      Consumer<String> notes) {
    this.server = server;
    this.minting = minting;
    this.storage = storage;
    this.clock = clock;
    this.notes = notes;
  }

  @Override
  public LastUse of(String prefix) throws ApiException, TransportException, RotationIOException {
    Duration difference = ahead;
    if (difference == null) {
      KeyList list = server.keyList(otherThan(prefix));
      listed = list.keys();
      difference = list.ahead(clock.instant());
      ahead = difference;
      tell(difference);
    }
    return LastUse.of(prefix, listed, difference);
  }

  private void tell(Duration difference) {
    if (difference.abs().compareTo(MUCH) > 0) {
      notes.accept(
          "The clock of this machine is more than a minute "
              + (difference.isNegative() ? "behind" : "ahead of")
              + " the server's, so the server's counts for the last use of keys; correct it.");
    }
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
