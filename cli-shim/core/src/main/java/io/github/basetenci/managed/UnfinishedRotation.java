package io.github.basetenci.managed;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.managed.RotationEvent.Begun;
import io.github.basetenci.managed.RotationEvent.Ended;
import io.github.basetenci.managed.RotationEvent.Failed;
import io.github.basetenci.managed.RotationEvent.Reached;
import io.github.basetenci.managed.RotationEvent.Stopped;
import io.github.basetenci.managed.RotationEvent.Warned;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.DrainTerms;
import io.github.basetenci.rotation.Draining;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.LastUse;
import io.github.basetenci.rotation.LastUses;
import io.github.basetenci.rotation.ListedLastUses;
import io.github.basetenci.rotation.Quiet;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.github.basetenci.rotation.RotationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An unfinished rotation, on the disk and in memory. */
final class UnfinishedRotation<K> {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_FAILS = 500;

  private final EngineSettings<K> settings;
  private final Shared shared;
  private final RotationFiles files;
  private final RotationOrder order;
  private volatile K id;
  private volatile RotationProgress progress;
  private volatile @Nullable RotationRecord record;
  private volatile boolean working;

  /** Whether the files of the rotation are deleted. Afterwards no file may be written again. */
  private boolean over;

  private UnfinishedRotation(
      EngineSettings<K> settings, Shared shared, RotationFiles files, K id, OrderJson start) {
    this.settings = settings;
    this.shared = shared;
    this.files = files;
    this.id = id;
    this.order = start.order();
    this.progress = start.progress();
  }

  /** Notes on the disk that a rotation is wanted, and does nothing else. */
  static <K> UnfinishedRotation<K> begin(
      EngineSettings<K> settings, Shared shared, RotationFiles files, K id, RotationOrder order)
      throws RotationIOException {
    // This deletes files that an earlier rotation could not delete.
    files.forgetRotation();
    OrderJson start = new OrderJson(order, RotationProgress.BEGUN);
    files.order().write(start.write());
    settings.tell(new Begun<>(id, order));
    return new UnfinishedRotation<>(settings, shared, files, id, start);
  }

  /**
   * Reads the files that an earlier run left; empty if they are not those of an unfinished
   * rotation.
   *
   * @throws RotationIOException if the files cannot be read
   */
  static <K> Optional<UnfinishedRotation<K>> load(
      EngineSettings<K> settings, Shared shared, RotationFiles files, K id)
      throws RotationIOException {
    Optional<String> text = files.order().read();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<OrderJson> start = OrderJson.read(text.get());
    if (start.isEmpty()) {
      throw new RotationIOException(settings.words().unreadable(files.order().path()));
    }
    UnfinishedRotation<K> unfinished =
        new UnfinishedRotation<>(settings, shared, files, id, start.get());
    unfinished.record = unfinished.journal().load().orElse(null);
    return Optional.of(unfinished);
  }

  K id() {
    return id;
  }

  /** Changes the id of the key, for example after its folder was renamed. */
  void moved(K newId) {
    id = newId;
  }

  boolean isDue(Instant now) {
    return progress.isDue(now);
  }

  RotationStatus status() {
    RotationProgress now = progress;
    RotationRecord reached = record;
    String waitsFor = reached == null || reached.state().isFinal() ? "" : waitsFor(reached);
    return new RotationStatus(
        id.toString(),
        new RotationStatus.Start(order.begun(), order.by()),
        reached,
        new RotationStatus.Work(working, waitsFor),
        new RotationStatus.Stop(
            now.problem(), now.unclaimedKey(), now.nextAttempt(), now.failures()),
        now.note(),
        alive(reached));
  }

  /** What the revocation waits for, by what is known without a request. */
  private String waitsFor(RotationRecord reached) {
    Draining draining = reached.draining();
    if (draining == null) {
      return "";
    }
    Drain drain = settings.drains().of(run(reached.rollingBack()));
    LastUses known =
        prefix -> {
          Optional<LastUse> use = shared.lists().known(order.terms().workspace(), prefix);
          Instant seen = draining.lastUse();
          if (use.isEmpty() && seen == null) {
            throw new RotationIOException("no list yet");
          }
          return later(use.orElseGet(() -> LastUse.at(Objects.requireNonNull(seen))), prefix);
        };
    Instant now = settings.clock().instant();
    try {
      DrainTerms.Decision decision =
          new DrainTerms(drain, Quiet.of(order.terms().times(), known))
              .decide(reached.leavingPrefix(), draining, now);
      return withUser(decision, reached.leavingPrefix(), now);
    } catch (ApiException | TransportException | RotationIOException e) {
      return "until the server has said when it was last used";
    }
  }

  /** What a drain waits for, with the last user of the key where the caller has noted it. */
  private String withUser(DrainTerms.Decision decision, String prefix, Instant now) {
    String why = decision.verdict().why();
    Instant last = decision.draining().lastUse();
    boolean noted = last != null && settings.uses().lastUsed(id, prefix).equals(Optional.of(last));
    String lastUsed = decision.draining().lastUsed(now);
    return settings
        .uses()
        .lastUser(id, prefix)
        .filter(user -> noted)
        .map(user -> why.replace(lastUsed, lastUsed + ", " + user))
        .orElse(why);
  }

  /** The last use by the server or by the records of the caller, whichever is later. */
  private LastUse later(LastUse upstream, String prefix) {
    Instant at = upstream.at();
    return settings
        .uses()
        .lastUsed(id, prefix)
        .filter(noted -> at != null && noted.isAfter(at))
        .map(LastUse::at)
        .orElse(upstream);
  }

  private List<String> alive(@Nullable RotationRecord reached) {
    if (reached == null) {
      return List.of(order.oldPrefix());
    }
    List<String> alive = new ArrayList<>();
    if (!isRevoked(reached)) {
      alive.add(reached.plan().oldPrefix());
    }
    if (!reached.newPrefix().isEmpty() && reached.state() != RotationState.ROLLED_BACK) {
      alive.add(reached.newPrefix());
    }
    return alive;
  }

  private static boolean isRevoked(RotationRecord reached) {
    return reached.state() == RotationState.REVOKED || reached.state() == RotationState.DONE;
  }

  /** Changes the progress for the next run. */
  synchronized void change(UnaryOperator<RotationProgress> change) throws RotationIOException {
    if (over) {
      throw new RotationIOException(settings.words().notBegun(id.toString()));
    }
    RotationProgress changed = change.apply(progress);
    if (!changed.equals(progress)) {
      files.order().write(new OrderJson(order, changed).write());
      progress = changed;
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** Whether the old key is revoked, so that the rotation cannot go back. */
  boolean isPastReturn() {
    RotationRecord reached = record;
    return reached != null && isRevoked(reached);
  }

  /**
   * Runs the rotation as far as possible, and notes the reason if it stops.
   *
   * @param unclaimedKey the prefix of a key that a person has decided may be deleted, or null
   * @return the finished rotation; empty if it is not finished
   */
  Optional<PastRotation> run(@Nullable String unclaimedKey) throws InterruptedException {
    if (isOver()) {
      // Somebody demanded this run in the moment in which the rotation ended. Without its files it
      // would begin anew.
      return Optional.empty();
    }
    working = true;
    try {
      RotationRecord reached = journal().load().orElse(null);
      record = reached;
      if (reached == null && progress.aborting()) {
        return end(null, "");
      }
      if (reached == null && !settings.keys().dropped(run(false)).isEmpty()) {
        return end(null, settings.words().targetsChanged());
      }
      if (reached == null || !reached.state().isFinal()) {
        reached = step(reached, unclaimedKey);
        change(RotationProgress::unhindered);
      }
      return reached.state().isFinal() ? end(reached, "") : Optional.empty();
    } catch (RotationException e) {
      return stopped(e);
    } catch (RefusedException | RotationIOException e) {
      stop(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      settings.tell(new Failed<>(id, "a rotation met an internal error", e));
      stop(settings.words().internalError(e.getClass().getName()));
    } finally {
      working = false;
    }
    return Optional.empty();
  }

  private RotationRecord step(@Nullable RotationRecord from, @Nullable String unclaimedKey)
      throws RefusedException, RotationIOException, RotationException, InterruptedException {
    boolean back = progress.aborting() || from != null && from.rollingBack();
    Rotation rotation = rotation(back);
    if (from == null) {
      RotationRequest request =
          new RotationRequest(
              order.oldPrefix(), order.terms().knownUnscoped(), order.terms().times());
      keepOldKey();
      return unclaimedKey == null
          ? rotation.start(request)
          : rotation.resume(request, unclaimedKey);
    }
    Set<String> dropped = settings.keys().dropped(run(back));
    if (!dropped.equals(from.dropped())) {
      rotation.drop(dropped);
    }
    if (!back) {
      return rotation.resume(unclaimedKey);
    }
    RotationRecord reached = rotation.abort(oldKey().orElse(null), unclaimedKey);
    if (!reached.rollingBack() && !reached.state().isFinal()) {
      // The old key is revoked, so the rotation goes on to its end.
      change(RotationProgress::onward);
    }
    return reached;
  }

  private Optional<ApiKey> oldKey() throws RefusedException, RotationIOException {
    Optional<ApiKey> kept = files.oldKey().load();
    return kept.isPresent()
        ? kept
        : settings.keys().key(id).filter(key -> key.prefix().equals(order.oldPrefix()));
  }

  /** Stores the old key in a file, because the rotation will replace it in every target. */
  private void keepOldKey() throws RefusedException, RotationIOException {
    Optional<ApiKey> key = settings.keys().key(id);
    if (key.isPresent() && key.get().prefix().equals(order.oldPrefix())) {
      files.oldKey().save(key.get());
    }
  }

  private RotationRun<K> run(boolean back) {
    return new RotationRun<>(this::id, order, back, () -> leaving(back), this::dropped);
  }

  private Set<String> dropped() {
    RotationRecord reached = record;
    return reached == null ? Set.of() : reached.droppedWithKey();
  }

  private Rotation rotation(boolean back) throws RefusedException, RotationIOException {
    Workspace workspace = order.terms().workspace();
    KeyServer server = settings.workspaces().server(workspace, id);
    WatchedServer watched =
        new WatchedServer(server, workspace, settings.words(), shared.lists(), this::note);
    Confidential minting = minting(workspace, back);
    RotationRun<K> run = run(back);
    LastUses upstream =
        new ListedLastUses(watched, minting, files.newKey(), settings.clock(), this::note);
    LastUses uses =
        prefix ->
            later(
                shared.lists().lastUse(workspace, prefix, decisive(run, prefix), upstream), prefix);
    RotationJournal journal = new RotationJournal(files.journal(), settings.words(), this::saved);
    return new Rotation(
        watched,
        minting,
        new RotationSettings(
            journal,
            files.newKey(),
            shared.locks().on(settings.keys().targets(run)),
            settings.keys().logins(id),
            new DrainTerms(
                (prefix, since) -> drained(run, prefix, since),
                Quiet.of(order.terms().times(), uses)),
            settings.surroundings().bounds().targets(),
            new RotationSettings.Surroundings(
                settings.clock(), settings.surroundings().sleeper(), this::note)));
  }

  /** How long nobody must have used a key; null while it lives on for another reason. */
  private @Nullable Duration decisive(RotationRun<K> run, String prefix) {
    RotationRecord reached = record;
    Draining draining = reached == null ? null : reached.draining();
    return draining != null && settings.drains().of(run).ask(prefix, draining.since()).over()
        ? order.terms().times().quietFor()
        : null;
  }

  private void saved(RotationRecord saved) {
    RotationRecord before = record;
    record = saved;
    if (before == null
        || before.state() != saved.state()
        || before.rollingBack() != saved.rollingBack()) {
      settings.tell(new Reached<>(id, saved));
    }
  }

  private RotationJournal journal() {
    return new RotationJournal(files.journal(), settings.words(), saved -> {});
  }

  private String leaving(boolean back) {
    RotationRecord reached = record;
    return back && reached != null ? reached.newPrefix() : order.oldPrefix();
  }

  /**
   * The key or the token that sends the requests. If a minting key rotates itself and goes back,
   * the old key stays valid, so the old key sends the requests.
   */
  private Confidential minting(Workspace workspace, boolean back)
      throws RefusedException, RotationIOException {
    if (back && settings.workspaces().isMinting(id, workspace.minting())) {
      Optional<ApiKey> old = files.oldKey().load();
      if (old.isPresent()) {
        return old.get();
      }
    }
    return settings.workspaces().minting(workspace, id);
  }

  /**
   * Asks whether a key may be revoked, and adds a note to the history if jobs lose a key that they
   * may use.
   */
  private Drain.Verdict drained(RotationRun<K> run, String prefix, Instant since) {
    Drain.Verdict verdict = settings.drains().of(run).ask(prefix, since);
    Duration deadline = order.terms().times().deadline();
    boolean late = deadline != null && !settings.clock().instant().isBefore(since.plus(deadline));
    if (verdict.over() && late && settings.drains().mayBeUsed(prefix, run)) {
      note(settings.words().livedOn(prefix, verdict.why()));
    }
    return verdict;
  }

  private void note(String sentence) {
    try {
      change(now -> now.noted(sentence));
    } catch (RotationIOException e) {
      settings.tell(new Warned<>(id, "cannot keep a note of a rotation: " + e.getMessage()));
    }
  }

  private Optional<PastRotation> stopped(RotationException e) {
    RotationRecord reached = record;
    String problem = settings.words().advice().sentence(e);
    if (reached != null && reached.state().isFinal()) {
      return endOrStop(reached, problem);
    }
    if (reached != null && reached.state() == RotationState.REVOKED && progress.aborting()) {
      tryChange(RotationProgress::onward);
    }
    String unclaimedKey = e.unclaimedKey();
    if (unclaimedKey != null) {
      tryChange(now -> now.undecided(problem, unclaimedKey));
      settings.tell(new Stopped<>(id, problem));
    } else if (reached == null && !isPassing(e)) {
      // The rotation has changed nothing, so it ends here, and can be started again.
      return endOrStop(null, problem);
    } else {
      stop(problem);
    }
    return Optional.empty();
  }

  private static boolean isPassing(RotationException e) {
    return e.getCause() instanceof TransportException
        || e.getCause() instanceof ApiException
            && (e.status() == TOO_MANY_REQUESTS || e.status() >= SERVER_FAILS);
  }

  private void stop(String problem) {
    if (!problem.equals(progress.problem())) {
      settings.tell(new Stopped<>(id, problem));
    }
    tryChange(now -> now.stopped(problem, settings.clock().instant()));
  }

  private void tryChange(UnaryOperator<RotationProgress> change) {
    try {
      change(change);
    } catch (RotationIOException e) {
      // If the disk is full, for example, the problem is kept in memory, and the next run tries to
      // save it again.
      progress = change.apply(progress);
      settings.tell(new Warned<>(id, "cannot keep where a rotation stands: " + e.getMessage()));
    }
  }

  private Optional<PastRotation> endOrStop(@Nullable RotationRecord reached, String problem) {
    try {
      return end(reached, problem);
    } catch (RotationIOException e) {
      stop(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<PastRotation> end(@Nullable RotationRecord reached, String problem)
      throws RotationIOException {
    Instant now = settings.clock().instant();
    RotationProgress last = problem.isEmpty() ? progress : progress.noted(problem);
    boolean back = reached == null || reached.state() == RotationState.ROLLED_BACK;
    if (back && !settings.keys().exists(id)) {
      last = last.noted(settings.words().gone(order.oldPrefix()));
    }
    PastRotation past =
        new PastRotation(
            order.begun(),
            reached == null ? now : reached.changed(),
            order.by(),
            order.oldPrefix(),
            reached == null ? "" : reached.newPrefix(),
            reached == null ? RotationState.ROLLED_BACK : reached.state(),
            last.note());
    new RotationHistory(files.history()).add(past);
    synchronized (this) {
      files.forgetRotation();
      over = true;
    }
    settings.tell(new Ended<>(id, past));
    return Optional.of(past);
  }
}
