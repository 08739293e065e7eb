package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.rotation.LastUse;
import io.github.basetenci.rotation.LastUses;
import io.github.basetenci.rotation.RotationIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest list of each workspace, so that one list answers for all keys that live on until
 * nobody has used them for some time, for all that are planned within a minute, and for all that
 * need a fresh list at the same time.
 */
final class WorkspaceLists {
  /** A key counts as quiet only by a list that is no older. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** A list this old is requested anew for a key whose last use it does not tell. */
  private static final Duration OLD = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<Workspace, Listed> lists = new ConcurrentHashMap<>();
  private final Map<Workspace, Object> locks = new ConcurrentHashMap<>();

  WorkspaceLists(InstantSource clock) {
    this.clock = clock;
  }

  private final Map<Asker, Turn> turns = new ConcurrentHashMap<>();

  /** Who asks. Keys of one workspace may see different lists. */
  private record Asker(Workspace workspace, String prefix) {}

  /** The requests of one asker, which are sent one after the other. */
  private static final class Turn {
    final AtomicLong arrivals = new AtomicLong();
    long answered;
    KeyList list = new KeyList(List.of(), null);
  }

  /** Requests a list. */
  @FunctionalInterface
  interface Request {
    KeyList send() throws ApiException, TransportException;
  }

  private record Listed(Instant at, List<ApiKeyInfo> keys, Duration ahead) {}

  Instant now() {
    return clock.instant();
  }

  /**
   * Notes a list.
   *
   * @param at when it was requested
   */
  void note(Workspace workspace, Instant at, KeyList list) {
    lists.merge(
        workspace,
        new Listed(at, list.keys(), list.ahead(now())),
        (before, now) -> now.at().isBefore(before.at()) ? before : now);
  }

  /**
   * A list that was requested after this call began. Everybody who waits while a list is under way
   * shares the next one. A request that fails answers for nobody else.
   *
   * @param prefix of the key that asks
   */
  KeyList fresh(Workspace workspace, String prefix, Request request)
      throws ApiException, TransportException {
    Turn turn = turns.computeIfAbsent(new Asker(workspace, prefix), key -> new Turn());
    long arrival = turn.arrivals.incrementAndGet();
    synchronized (turn) {
      if (turn.answered < arrival) {
        long waiting = turn.arrivals.get();
        Instant at = now();
        turn.list = request.send();
        turn.answered = waiting;
        note(workspace, at, turn.list);
      }
      return turn.list;
    }
  }

  /** How often {@link #fresh} was called. */
  long asked(Workspace workspace, String prefix) {
    Turn turn = turns.get(new Asker(workspace, prefix));
    return turn == null ? 0 : turn.arrivals.get();
  }

  /** The newest list, if it is at most a minute old. */
  Optional<List<ApiKeyInfo>> recent(Workspace workspace) {
    Listed listed = lists.get(workspace);
    return Optional.ofNullable(listed)
        .filter(found -> isWithin(Duration.between(found.at(), clock.instant()), FRESH))
        .map(Listed::keys);
  }

  private static boolean isWithin(Duration age, Duration limit) {
    return !age.isNegative() && age.compareTo(limit) <= 0;
  }

  /** The last use by the newest list; empty if there is no list that has the key. */
  Optional<LastUse> known(Workspace workspace, String prefix) {
    Listed listed = lists.get(workspace);
    return listed == null
        ? Optional.empty()
        : Optional.of(LastUse.of(prefix, listed.keys(), listed.ahead()))
            .filter(use -> use != LastUse.GONE);
  }

  /**
   * The last use of a key, by the newest list if that is good enough.
   *
   * @param quietFor how long nobody must have used the key, null if the answer decides nothing yet
   * @param upstream requests a list, which is then noted
   */
  LastUse lastUse(
      Workspace workspace, String prefix, @Nullable Duration quietFor, LastUses upstream)
      throws ApiException, TransportException, RotationIOException {
    synchronized (locks.computeIfAbsent(workspace, key -> new Object())) {
      Optional<LastUse> known = known(workspace, prefix);
      return known.isPresent() && isGoodEnough(known.get(), workspace, quietFor)
          ? known.get()
          : upstream.of(prefix);
    }
  }

  private boolean isGoodEnough(LastUse use, Workspace workspace, @Nullable Duration quietFor) {
    Listed listed = lists.get(workspace);
    Instant now = clock.instant();
    if (listed == null || listed.at().isAfter(now)) {
      return false;
    }
    Duration age = Duration.between(listed.at(), now);
    Instant at = use.at();
    if (at == null) {
      return age.compareTo(OLD) < 0;
    }
    // Later uses only put the end off.
    boolean mayBeQuiet = quietFor != null && Duration.between(at, now).compareTo(quietFor) >= 0;
    return !mayBeQuiet || age.compareTo(FRESH) <= 0;
  }
}
