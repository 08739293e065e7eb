package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.github.basetenci.rotation.RotationState;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.leases.Leases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An unfinished rotation, on the disk and in memory. */
final class UnfinishedRotation {
    private static final Logger LOGGER = Logger.getLogger(UnfinishedRotation.class.getName());
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_FAILS = 500;

    private final RotationFiles files;
    private final InstantSource clock;
    private volatile KeyId id;
    private volatile RotationOrder order;

    @CheckForNull
    private volatile RotationRecord record;

    private volatile boolean working;

    /** Whether the files of the rotation are deleted. Afterwards no file may be written again. */
    private boolean over;

    private UnfinishedRotation(RotationFiles files, KeyId id, RotationOrder order, InstantSource clock) {
        this.files = files;
        this.id = id;
        this.order = order;
        this.clock = clock;
    }

    /** Notes on the disk that a rotation is wanted, and does nothing else. */
    @NonNull
    static UnfinishedRotation begin(
            @NonNull RotationFiles files, @NonNull KeyId id, @NonNull RotationOrder order, @NonNull InstantSource clock)
            throws RotationIOException {
        // This deletes files that an earlier rotation could not delete.
        files.forgetRotation();
        files.order().write(order.write());
        Audit.begun(id, order);
        return new UnfinishedRotation(files, id, order, clock);
    }

    /**
     * Reads the files that an earlier run of Jenkins left; empty if they are not those of an unfinished
     * rotation.
     *
     * @throws RotationIOException if the files cannot be read
     */
    @NonNull
    static Optional<UnfinishedRotation> load(
            @NonNull RotationFiles files, @NonNull KeyId id, @NonNull InstantSource clock) throws RotationIOException {
        Optional<String> text = files.order().read();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<RotationOrder> order = RotationOrder.read(text.get());
        if (order.isEmpty()) {
            throw new RotationIOException(Messages.file_unreadable(files.order().path()));
        }
        UnfinishedRotation unfinished = new UnfinishedRotation(files, id, order.get(), clock);
        unfinished.record =
                new ControllerJournal(files.journal(), saved -> {}).load().orElse(null);
        return Optional.of(unfinished);
    }

    @NonNull
    KeyId id() {
        return id;
    }

    /** Changes the name of the credential after its folder was renamed. */
    void moved(@NonNull KeyId newId) {
        id = newId;
    }

    @NonNull
    RotationOrder order() {
        return order;
    }

    @NonNull
    RotationStatus status() {
        RotationOrder now = order;
        RotationRecord reached = record;
        String waitsFor = "";
        if (reached != null && !reached.state().isFinal() && reached.drainSince() != null) {
            waitsFor = drain(now)
                    .ask(reached.leavingPrefix(), reached.drainSince())
                    .why();
        }
        return new RotationStatus(
                id,
                new RotationStatus.Start(now.begun(), now.by()),
                reached,
                new RotationStatus.Work(working, waitsFor),
                new RotationStatus.Stop(now.problem(), now.unclaimedKey(), now.nextAttempt(), now.failures()),
                now.note(),
                alive(now, reached));
    }

    private static List<String> alive(RotationOrder order, @CheckForNull RotationRecord reached) {
        if (reached == null) {
            return List.of(order.oldPrefix());
        }
        List<String> alive = new ArrayList<>();
        boolean revoked = reached.state() == RotationState.REVOKED || reached.state() == RotationState.DONE;
        if (!revoked) {
            alive.add(reached.plan().oldPrefix());
        }
        if (!reached.newPrefix().isEmpty() && reached.state() != RotationState.ROLLED_BACK) {
            alive.add(reached.newPrefix());
        }
        return alive;
    }

    /** Changes the order for the next run. */
    synchronized void change(@NonNull UnaryOperator<RotationOrder> change) throws RotationIOException {
        if (over) {
            throw new RotationIOException(Messages.not_begun(id));
        }
        RotationOrder changed = change.apply(order);
        if (!changed.equals(order)) {
            files.order().write(changed.write());
            order = changed;
        }
    }

    /** Whether the old key is revoked, so that the rotation cannot go back. */
    boolean isPastReturn() {
        RotationRecord reached = record;
        return reached != null && (reached.state() == RotationState.REVOKED || reached.state() == RotationState.DONE);
    }

    /**
     * Runs the rotation as far as possible, and notes the reason if it stops.
     *
     * @param unclaimedKey the prefix of a key that a person has decided may be deleted, or null
     * @return the finished rotation; empty if it is not finished
     */
    @NonNull
    Optional<PastRotation> run(@CheckForNull String unclaimedKey) throws InterruptedException {
        working = true;
        try {
            RotationRecord reached =
                    new ControllerJournal(files.journal(), saved -> {}).load().orElse(null);
            record = reached;
            if (reached == null && order.aborting()) {
                return end(null, "");
            }
            if (reached == null || !reached.state().isFinal()) {
                reached = step(reached, unclaimedKey);
                change(RotationOrder::unhindered);
            }
            return reached.state().isFinal() ? end(reached, "") : Optional.empty();
        } catch (RotationException e) {
            return stopped(e);
        } catch (RefusedException | RotationIOException e) {
            stop(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a rotation met an internal error", e);
            stop(Messages.internal_error(e.getClass().getName()));
        } finally {
            working = false;
        }
        return Optional.empty();
    }

    private RotationRecord step(@CheckForNull RotationRecord from, @CheckForNull String unclaimedKey)
            throws RefusedException, RotationIOException, RotationException, InterruptedException {
        boolean back = order.aborting() || from != null && from.rollingBack();
        Rotation rotation = rotation(back);
        if (from == null) {
            RotationRequest request = new RotationRequest(order.oldPrefix(), order.knownUnscoped(), order.overlap());
            keepOldKey();
            return unclaimedKey == null ? rotation.start(request) : rotation.resume(request, unclaimedKey);
        }
        return back ? rotation.abort(files.oldKey().load().orElse(null), unclaimedKey) : rotation.resume(unclaimedKey);
    }

    /**
     * Stores the old key in a file, because only the credential has its text, and the rotation will replace the
     * key there.
     */
    private void keepOldKey() throws RefusedException, RotationIOException {
        ApiKey key = StoredCredential.find(id).key();
        if (key.prefix().equals(order.oldPrefix())) {
            files.oldKey().save(key);
        }
    }

    private Rotation rotation(boolean back) throws RefusedException, RotationIOException {
        RemoteUrl url = RotationServer.url(order.remoteUrl(), id);
        KeyServer server = RotationServer.at(url, order.minting(), this::note);
        ControllerJournal journal = new ControllerJournal(files.journal(), saved -> {
            RotationRecord before = record;
            record = saved;
            if (before == null || before.state() != saved.state() || before.rollingBack() != saved.rollingBack()) {
                Audit.reached(id, saved);
            }
        });
        return new Rotation(
                server,
                minting(url, back),
                new RotationSettings(
                        journal,
                        files.newKey(),
                        List.of(new CredentialTarget(order.target(), this::id, url, () -> leaving(back), back)),
                        LocalLogins.NONE,
                        this::drained,
                        1,
                        new RotationSettings.Surroundings(clock, Sleeper.SYSTEM, this::note)));
    }

    private String leaving(boolean back) {
        RotationRecord reached = record;
        return back && reached != null ? reached.newPrefix() : order.oldPrefix();
    }

    /**
     * The key that sends the requests. If a minting key rotates itself and goes back, the old key stays valid,
     * so the old key sends the requests. In every other case it is the key that the minting credential has.
     */
    private ApiKey minting(RemoteUrl url, boolean back) throws RefusedException, RotationIOException {
        if (back && id.folder().isEmpty() && id.credentialsId().equals(order.minting())) {
            Optional<ApiKey> old = files.oldKey().load();
            if (old.isPresent()) {
                return old.get();
            }
        }
        return MintingKey.find(order.minting(), url);
    }

    private Drain drain(RotationOrder by) {
        return new BuildDrain(by.overlap(), by.deadline(), clock);
    }

    /**
     * Asks whether the old key may be revoked, and adds a note to the history if builds lose a key that they
     * hold.
     */
    private Drain.Verdict drained(String prefix, Instant since) {
        Drain.Verdict verdict = drain(order).ask(prefix, since);
        boolean late = !clock.instant().isBefore(since.plus(order.deadline()));
        boolean held = Leases.of(prefix).map(builds -> !builds.isEmpty()).orElse(true);
        if (verdict.over() && late && held) {
            note(Messages.note_deadline(prefix, verdict.why()));
        }
        return verdict;
    }

    private void note(String sentence) {
        try {
            change(now -> now.noted(sentence));
        } catch (RotationIOException e) {
            LOGGER.log(Level.WARNING, "cannot keep a note of a rotation: {0}", e.getMessage());
        }
    }

    private Optional<PastRotation> stopped(RotationException e) {
        RotationRecord reached = record;
        String problem = JenkinsWords.ADVICE.sentence(e);
        if (reached != null && reached.state().isFinal()) {
            return endOrStop(reached, problem);
        }
        if (reached != null && reached.state() == RotationState.REVOKED && order.aborting()) {
            tryChange(RotationOrder::onward);
        }
        String unclaimedKey = e.unclaimedKey();
        if (unclaimedKey != null) {
            tryChange(now -> now.undecided(problem, unclaimedKey));
            Audit.stopped(id, problem);
        } else if (reached == null && !isPassing(e)) {
            // The rotation has changed nothing, so it ends here, and a user can start it again.
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
        if (!problem.equals(order.problem())) {
            Audit.stopped(id, problem);
        }
        tryChange(now -> now.stopped(problem, clock.instant()));
    }

    private void tryChange(UnaryOperator<RotationOrder> change) {
        try {
            change(change);
        } catch (RotationIOException e) {
            // If the disk is full, for example, the problem is kept in memory, and the next run tries to save
            // it again.
            order = change.apply(order);
            LOGGER.log(Level.WARNING, "cannot keep where a rotation stands: {0}", e.getMessage());
        }
    }

    private Optional<PastRotation> endOrStop(@CheckForNull RotationRecord reached, String problem) {
        try {
            return end(reached, problem);
        } catch (RotationIOException e) {
            stop(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<PastRotation> end(@CheckForNull RotationRecord reached, String problem)
            throws RotationIOException {
        Instant now = clock.instant();
        RotationOrder last = problem.isEmpty() ? order : order.noted(problem);
        boolean back = reached == null || reached.state() == RotationState.ROLLED_BACK;
        if (back && StoredCredential.all(id).isEmpty()) {
            last = last.noted(Messages.note_gone(last.oldPrefix()));
        }
        PastRotation past = new PastRotation(
                last.begun(),
                reached == null ? now : reached.changed(),
                last.by(),
                last.oldPrefix(),
                reached == null ? "" : reached.newPrefix(),
                reached == null ? RotationState.ROLLED_BACK : reached.state(),
                last.note());
        new RotationHistory(files.history()).add(past);
        synchronized (this) {
            files.forgetRotation();
            over = true;
        }
        Audit.ended(id, past);
        return Optional.of(past);
    }
}
