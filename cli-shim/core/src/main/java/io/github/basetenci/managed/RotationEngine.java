package io.github.basetenci.managed;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.managed.RotationEvent.Aborted;
import io.github.basetenci.managed.RotationEvent.Failed;
import io.github.basetenci.managed.RotationEvent.Resumed;
import io.github.basetenci.managed.RotationEvent.Warned;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rotations of all managed keys. Each step is on the disk before the next one changes anything,
 * so an engine that is made again in the same directory goes on wherever the last one was killed.
 * Rotations run in the background; {@link #settle} waits for them.
 *
 * <p>A method that changes nothing returns no key. No method checks who may ask.
 *
 * @param <K> the id of a managed key
 */
public final class RotationEngine<K> {
  /** The time after a failed rotation in which no rotation of the key begins by itself. */
  public static final Duration PAUSE_AFTER_FAILURE = Duration.ofDays(1);

  private final EngineSettings<K> settings;
  private final Map<K, UnfinishedRotation<K>> unfinished = new ConcurrentHashMap<>();

  /** Rotations whose files cannot be read, with the sentence for the user. */
  private final Map<K, String> unreadable = new ConcurrentHashMap<>();

  private final Map<K, KeyCheckResult> checks = new ConcurrentHashMap<>();
  private final Shared shared;
  private final RotationWorkers<K> workers;
  private final KeyRegistry<K> registry;
  private final KeyTimes<K> times;
  private volatile Map<Workspace, List<ApiKeyInfo>> listed = Map.of();

  /** Reads the rotations that an earlier engine left unfinished. None of them goes on by this. */
  public RotationEngine(EngineSettings<K> settings) {
    this.settings = settings;
    shared = new Shared(new WorkspaceLists(settings.clock()), new TargetLocks());
    EngineFiles<K> files = settings.files();
    registry = new KeyRegistry<>(files.registry(), files.codec(), settings.words());
    times = new KeyTimes<>(registry, settings.uses());
    workers = new RotationWorkers<>(settings.surroundings().executor(), this::ended);
    registry.all().forEach(this::load);
  }

  private void load(K id, KnownKey known) {
    String directory = known.directory();
    if (directory == null) {
      return;
    }
    try {
      UnfinishedRotation.load(settings, shared, settings.files().rotations(directory), id)
          .ifPresent(found -> unfinished.put(id, found));
    } catch (RotationIOException e) {
      unreadable.put(id, String.valueOf(e.getMessage()));
      warn(id, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Begins to replace a key, in the background.
   *
   * @param by the user
   * @throws RefusedException if the rotation is refused before any request to the server; then no
   *     rotation begins
   */
  public synchronized void begin(K id, String by) throws RefusedException {
    refuseUnfinished(id);
    begin(id, settings.keys().require(id), by);
  }

  private void begin(K id, ReadyKey ready, String by) throws RefusedException {
    refuseKeyOfAnother(id, ready.prefix());
    RotationOrder order = order(ready, by);
    try {
      RotationFiles files = settings.files().rotations(registry.directory(id, order.begun()));
      UnfinishedRotation<K> begun = UnfinishedRotation.begin(settings, shared, files, id, order);
      unfinished.put(id, begun);
      workers.demand(begun, null);
    } catch (RotationIOException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Two rotations of one key would each revoke what the targets of the other have. */
  private void refuseKeyOfAnother(K id, String prefix) throws RefusedException {
    for (UnfinishedRotation<K> other : unfinished.values()) {
      if (!other.id().equals(id) && other.status().alive().contains(prefix)) {
        throw new RefusedException(
            settings.words().inOtherRotation(id.toString(), prefix, other.id().toString()));
      }
    }
  }

  private RotationOrder order(ReadyKey ready, String by) {
    return new RotationOrder(
        settings.clock().instant(), by, ready.terms(), ready.prefix(), ready.targets());
  }

  /**
   * Tells what {@link #begin} would do, and changes nothing.
   *
   * @throws RefusedException if this machine or the server would refuse the rotation
   */
  public RotationPreview preview(K id) throws RefusedException, InterruptedException {
    refuseUnfinished(id);
    return DryRun.of(settings, shared.lists(), id, order(settings.keys().require(id), ""));
  }

  /**
   * Resumes an unfinished rotation at once, in the background.
   *
   * @param unclaimedKey the prefix of a key that may be deleted because it has the name of the new
   *     key and the caller knows that no other rotation made it; null if there is no such key
   * @param by the user
   */
  public void resume(K id, @Nullable String unclaimedKey, String by) throws RefusedException {
    UnfinishedRotation<K> found = requireUnfinished(id);
    String prefix = prefix(unclaimedKey);
    settings.tell(new Resumed<>(id, prefix, by));
    workers.demand(found, prefix);
  }

  /**
   * Goes back to the old key, in the background.
   *
   * @param unclaimedKey see {@link #resume}
   * @param by the user
   * @throws RefusedException if there is no rotation, or the old key is revoked
   */
  public void abort(K id, @Nullable String unclaimedKey, String by) throws RefusedException {
    UnfinishedRotation<K> found = requireUnfinished(id);
    if (found.isPastReturn()) {
      throw new RefusedException(settings.words().pastReturn(id.toString()));
    }
    try {
      found.change(RotationProgress::toAbort);
    } catch (RotationIOException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
    settings.tell(new Aborted<>(id, by));
    workers.demand(found, prefix(unclaimedKey));
  }

  /**
   * The part before the first dot. Somebody may have given the whole key, which no log may show.
   */
  private static @Nullable String prefix(@Nullable String unclaimedKey) {
    return unclaimedKey == null ? null : unclaimedKey.split("\\.", 2)[0];
  }

  /** The keys with an unfinished rotation, including keys that are gone. */
  public Set<K> unfinished() {
    Set<K> ids = new HashSet<>(unfinished.keySet());
    ids.addAll(unreadable.keySet());
    return ids;
  }

  /**
   * Why no rotation can begin; empty if rotations can begin. Then the record of the keys cannot be
   * read, so this engine does not know which rotations are unfinished.
   */
  public String problem() {
    return registry.problem();
  }

  /** The state of the unfinished rotation of a key. */
  public Optional<RotationStatus> status(K id) {
    UnfinishedRotation<K> found = unfinished.get(id);
    if (found != null) {
      return Optional.of(found.status());
    }
    String problem = unreadable.get(id);
    return problem == null
        ? Optional.empty()
        : Optional.of(RotationStatus.unreadable(id.toString(), problem));
  }

  /** The finished rotations of a key, the newest first, at most 100. This method reads a file. */
  public List<PastRotation> history(K id) {
    Optional<String> directory = registry.find(id).map(KnownKey::directory);
    if (directory.isEmpty()) {
      return List.of();
    }
    try {
      return new RotationHistory(settings.files().rotations(directory.get()).history()).read();
    } catch (RotationIOException e) {
      warn(id, String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /**
   * The time at which the next rotation begins by itself; empty if it does not. It is in the past
   * if the rotation waits for its turn.
   */
  public Optional<Instant> nextDue(K id) {
    Duration interval = settings.keys().interval(id);
    if (interval.isZero()) {
      return Optional.empty();
    }
    return registry
        .find(id)
        .filter(known -> !known.prefix().isEmpty())
        .map(
            known -> {
              Instant since = times.since(id, known.prefix()).orElse(known.since());
              Instant due = since.plus(interval);
              Instant notBefore = known.notBefore();
              return notBefore != null && notBefore.isAfter(due) ? notBefore : due;
            });
  }

  /** The keys whose rotations would begin by themselves at this moment. */
  public List<K> due() {
    Instant now = settings.clock().instant();
    return settings.keys().withPolicy().stream().filter(id -> isDue(id, now)).toList();
  }

  /** The time since which the key that was last seen has existed. */
  public Optional<Instant> keySince(K id) {
    return registry.find(id).flatMap(known -> times.since(id, known.prefix()));
  }

  /** The age and the last use of keys. */
  public KeyTimes<K> times() {
    return times;
  }

  /** The key as the server listed it at the last check. */
  public Optional<ApiKeyInfo> upstream(K id) {
    return Optional.ofNullable(checks.get(id)).map(KeyCheckResult::upstream);
  }

  /** All keys that each workspace listed at the last check, including keys without a policy. */
  public Map<Workspace, List<ApiKeyInfo>> listed() {
    return listed;
  }

  /**
   * Notes a list that the caller has requested, so that no rotation that begins within a minute
   * requests it again.
   *
   * @param at when it was requested
   */
  public void listed(Workspace workspace, Instant at, KeyList list) {
    shared.lists().note(workspace, at, list);
  }

  /** The time of the last check; empty if this engine has not checked the key. */
  public Optional<Instant> checkedAt(K id) {
    return Optional.ofNullable(checks.get(id)).map(KeyCheckResult::at);
  }

  /** The problem that the last check found; empty if it found none. */
  public String checkProblem(K id) {
    KeyCheckResult check = checks.get(id);
    return check == null ? registry.problem() : check.problem();
  }

  /** A note that the last check has for the user; empty if it has none. */
  public String checkNote(K id) {
    KeyCheckResult check = checks.get(id);
    return check == null ? "" : check.note();
  }

  /**
   * The lasting problem that the last check found with a key, for example that the server does not
   * list the key; empty if it found none.
   *
   * @param prefix of the key that is present now
   */
  public String lastingProblem(K id, String prefix) {
    KeyCheckResult check = checks.get(id);
    return check != null && check.lasting() && check.prefix().equals(prefix) ? check.problem() : "";
  }

  /** The keys at which a replaced and revoked key is present again, and since when. */
  public Map<K, Instant> overwritten() {
    Map<K, Instant> found = new LinkedHashMap<>();
    registry
        .all()
        .forEach(
            (id, known) -> {
              Instant since = known.overwritten();
              if (since != null) {
                found.put(id, since);
              }
            });
    return found;
  }

  /**
   * Asks each workspace once for its keys, and begins rotations that are due. Only a few begin at a
   * time.
   */
  public void checkDue() {
    check();
    beginDue(new HashSet<>());
  }

  /** Asks each workspace once for its keys, and begins no rotation. */
  public void check() {
    DueCheck<K> check = new DueCheck<>(settings, shared.lists());
    synchronized (checks) {
      Map<K, KeyCheckResult> found = check.run();
      checks.keySet().retainAll(found.keySet());
      checks.putAll(found);
    }
    listed = Map.copyOf(check.listed());
    Map<K, String> present = settings.keys().present();
    see(present);
    Map<String, ApiKeyInfo> byPrefix = new HashMap<>();
    check.listed().values().forEach(keys -> byPrefix.putAll(DueCheck.byPrefix(keys)));
    try {
      times.listed(present, byPrefix);
      registry.forgetGone(present.keySet());
    } catch (RotationIOException e) {
      warn(null, String.valueOf(e.getMessage()));
    }
  }

  /** Begins due rotations, a few at a time, and resumes rotations that wait. */
  public void tick() {
    resumeDue();
    beginDue(new HashSet<>());
  }

  private void resumeDue() {
    Instant now = settings.clock().instant();
    unfinished.values().stream().filter(each -> each.isDue(now)).forEach(workers::offer);
  }

  /**
   * Resumes every rotation that may go on, begins every rotation that is due, a few at a time, and
   * waits until nothing more moves by itself: each rotation is finished, or its old key lives on,
   * or it stopped until its next attempt or until a person decides. {@link #check} comes before, or
   * no rotation is due.
   *
   * @throws InterruptedException if the thread is interrupted; rotations then still run
   */
  public void settle() throws InterruptedException {
    resumeDue();
    Set<K> begun = new HashSet<>();
    while (beginDue(begun)) {
      workers.awaitFewerThan(settings.surroundings().bounds().starts());
    }
    workers.awaitFewerThan(1);
  }

  /**
   * Begins due rotations while there is room.
   *
   * @param begun the keys whose rotations are not begun again; those that are begun are added
   * @return whether others must wait for room
   */
  private synchronized boolean beginDue(Set<K> begun) {
    if (!settings.keys().mayBegin() || !registry.problem().isEmpty()) {
      return false;
    }
    Instant now = settings.clock().instant();
    int room = settings.surroundings().bounds().starts() - workers.busy();
    for (K id : settings.keys().withPolicy()) {
      if (begun.contains(id) || !isDue(id, now)) {
        continue;
      }
      if (room <= 0) {
        return true;
      }
      room--;
      begun.add(id);
      try {
        beginDue(id);
      } catch (RefusedException e) {
        refused(id, String.valueOf(e.getMessage()), now);
      } catch (RuntimeException e) {
        // A store can throw such an exception. The rotations of the other keys must begin
        // nevertheless.
        settings.tell(new Failed<>(id, "a rotation could not be begun", e));
        refused(id, settings.words().internalError(e.getClass().getName()), now);
      }
    }
    return false;
  }

  private void beginDue(K id) throws RefusedException {
    refuseUnfinished(id);
    ReadyKey ready = settings.keys().require(id);
    KeyCheckResult check = checks.get(id);
    // Somebody may have replaced the key since the check. The new one is due at its own age.
    if (check != null && check.prefix().equals(ready.prefix())) {
      begin(id, ready, settings.words().automaticUser());
    }
  }

  private boolean isDue(K id, Instant now) {
    KeyCheckResult check = checks.get(id);
    return check != null
        && check.upstream() != null
        && check.problem().isEmpty()
        && !unfinished.containsKey(id)
        && nextDue(id).filter(due -> !due.isAfter(now)).isPresent();
  }

  private void refused(K id, String problem, Instant now) {
    checks.computeIfPresent(
        id,
        (key, check) ->
            new KeyCheckResult(
                now, check.prefix(), check.upstream(), problem, false, check.note()));
    warn(id, problem);
  }

  /** Notes the keys that are present. */
  public void see(Map<K, String> present) {
    try {
      for (K id : registry.see(present, settings.clock().instant())) {
        warn(id, settings.words().overwritten());
      }
    } catch (RotationIOException e) {
      warn(null, String.valueOf(e.getMessage()));
    }
  }

  /** The keys that the registry knows, including keys that are gone. */
  public Collection<K> known() {
    return registry.all().keySet();
  }

  /** Changes the ids of keys, for example after their folder was renamed. */
  public synchronized void moved(UnaryOperator<K> wanted) {
    UnaryOperator<K> newId = id -> movable(id, wanted);
    try {
      registry.rename(newId);
    } catch (RotationIOException e) {
      warn(null, String.valueOf(e.getMessage()));
    }
    Map<K, UnfinishedRotation<K>> moved = new HashMap<>();
    Set<K> left = new HashSet<>();
    for (UnfinishedRotation<K> rotation : List.copyOf(unfinished.values())) {
      K id = rotation.id();
      K now = newId.apply(id);
      if (now.equals(id)) {
        if (!wanted.apply(id).equals(id)) {
          warn(id, settings.words().notMoved(id.toString(), wanted.apply(id).toString()));
        }
        continue;
      }
      rotation.moved(now);
      moved.put(now, rotation);
      left.add(id);
    }
    left.removeAll(moved.keySet());
    unfinished.putAll(moved);
    unfinished.keySet().removeAll(left);
  }

  /**
   * The new id; the old one where an unfinished rotation of another key has the new one, for
   * example of a key that is gone. Its new key would be forgotten.
   */
  private K movable(K id, UnaryOperator<K> wanted) {
    K now = wanted.apply(id);
    boolean taken =
        !now.equals(id)
            && (unfinished.containsKey(now) || unreadable.containsKey(now))
            && wanted.apply(now).equals(now);
    return taken ? id : now;
  }

  private synchronized void ended(UnfinishedRotation<K> rotation, PastRotation past) {
    K id = rotation.id();
    Instant now = settings.clock().instant();
    try {
      registry.change(
          id,
          now,
          known ->
              past.outcome() == RotationState.DONE
                  ? known.replaced(past.oldPrefix())
                  : known.postponed(now.plus(PAUSE_AFTER_FAILURE)));
    } catch (RotationIOException e) {
      warn(id, String.valueOf(e.getMessage()));
    }
    // The rotation is removed last, so that every reader who sees that it is finished also sees the
    // age of the new key.
    try {
      see(settings.keys().present(List.of(id)));
    } catch (RuntimeException e) {
      // A store can throw such an exception. The rotation is at its end nevertheless.
      settings.tell(new Failed<>(id, "the keys could not be read after a rotation", e));
    }
    unfinished.remove(id);
  }

  /**
   * Ends the work on rotations. Each goes on from the disk when an engine is made again.
   *
   * @param atMost how long to wait for running steps. It should be enough for one request: a
   *     request that is cut off can leave a key that a person must decide about
   */
  public void close(Duration atMost) {
    workers.close(atMost);
  }

  private void warn(@Nullable K id, String sentence) {
    settings.tell(new Warned<>(id, sentence));
  }

  private void refuseUnfinished(K id) throws RefusedException {
    if (!registry.problem().isEmpty()) {
      throw new RefusedException(registry.problem());
    }
    String problem = unreadable.get(id);
    if (problem != null) {
      throw new RefusedException(problem);
    }
    if (unfinished.containsKey(id)) {
      throw new RefusedException(settings.words().unfinished(id.toString()));
    }
  }

  private UnfinishedRotation<K> requireUnfinished(K id) throws RefusedException {
    UnfinishedRotation<K> found = unfinished.get(id);
    if (found == null) {
      String problem = unreadable.get(id);
      throw new RefusedException(
          problem == null ? settings.words().notBegun(id.toString()) : problem);
    }
    return found;
  }
}
