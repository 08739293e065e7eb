package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.AccessDeniedException3;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationIOException;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * The rotations of this controller. A method that changes nothing returns no key and checks no permission: its
 * caller decides who may see the answer. A method that changes something checks {@link
 * RotationPermissions#ROTATE} on the owner of the store.
 */
@Extension
public final class Rotations {
    private static final Logger LOGGER = Logger.getLogger(Rotations.class.getName());

    /** The time after a failed rotation in which no rotation of the credential begins by itself. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofDays(1);

    private final Map<KeyId, UnfinishedRotation> unfinished = new ConcurrentHashMap<>();

    /** Rotations whose files cannot be read, with the sentence for the user. */
    private final Map<KeyId, String> unreadable = new ConcurrentHashMap<>();

    private final Map<KeyId, KeyCheckResult> checks = new ConcurrentHashMap<>();
    private final RotationWorkers workers = new RotationWorkers();
    private final KeyRegistry registry;
    private final KeyTimes times;

    /** The clock; tests replace it. */
    volatile InstantSource clock = Clock.systemUTC();

    public Rotations() {
        registry = new KeyRegistry(new PrivateFile(RotationFiles.root().resolve("keys.json")));
        times = new KeyTimes(registry);
        load();
    }

    @NonNull
    public static Rotations get() {
        return ExtensionList.lookupSingleton(Rotations.class);
    }

    private void load() {
        registry.all().forEach((id, known) -> {
            if (known.directory() != null) {
                try {
                    UnfinishedRotation.load(RotationFiles.in(known.directory()), id, () -> clock.instant())
                            .ifPresent(found -> unfinished.put(id, found));
                } catch (RotationIOException e) {
                    unreadable.put(id, String.valueOf(e.getMessage()));
                    Audit.warn(id, String.valueOf(e.getMessage()));
                }
            }
        });
    }

    /**
     * Begins to replace the key of a credential, in the background.
     *
     * @throws RefusedException if the rotation is refused before any request to the server; then no rotation
     *     begins
     */
    public void rotate(@NonNull KeyId id) throws RefusedException {
        checkMayRotate(id);
        begin(id, currentUser());
    }

    private synchronized void begin(KeyId id, String by) throws RefusedException {
        refuseUnfinished(id);
        Policies.Ready ready = Policies.require(id);
        Instant now = clock.instant();
        RotationOrder order = RotationOrder.of(
                ready.policy(), ready.url().toString(), ready.key().prefix(), by, now);
        try {
            UnfinishedRotation begun =
                    UnfinishedRotation.begin(registry.files(id, now), id, order, () -> clock.instant());
            unfinished.put(id, begun);
            submit(begun, null);
        } catch (RotationIOException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Tells what {@link #rotate} would do, and changes nothing.
     *
     * @throws RefusedException if this controller or the server would refuse the rotation
     */
    @NonNull
    public RotationPreview preview(@NonNull KeyId id) throws RefusedException, InterruptedException {
        checkMayRotate(id);
        refuseUnfinished(id);
        return DryRun.of(Policies.require(id), clock);
    }

    /**
     * Resumes an unfinished rotation at once, in the background.
     *
     * @param unclaimedKey the prefix of a key that may be deleted because it has the name of the new key and
     *     the caller knows that no other rotation made it; null if there is no such key
     */
    public void resume(@NonNull KeyId id, @CheckForNull String unclaimedKey) throws RefusedException {
        checkMayRotate(id);
        UnfinishedRotation found = requireUnfinished(id);
        Audit.asked(
                id,
                unclaimedKey == null ? "resumed" : "resumed, to delete the key " + unclaimedKey + ",",
                currentUser());
        submit(found, unclaimedKey);
    }

    /**
     * Goes back to the old key, in the background.
     *
     * @param unclaimedKey see {@link #resume}
     * @throws RefusedException if there is no rotation, or the old key is revoked
     */
    public void abort(@NonNull KeyId id, @CheckForNull String unclaimedKey) throws RefusedException {
        checkMayRotate(id);
        UnfinishedRotation found = requireUnfinished(id);
        if (found.isPastReturn()) {
            throw new RefusedException(Messages.past_return(id));
        }
        try {
            found.change(RotationOrder::toAbort);
        } catch (RotationIOException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        Audit.asked(id, "aborted", currentUser());
        submit(found, unclaimedKey);
    }

    /** The credentials with an unfinished rotation, including credentials that are gone. */
    @NonNull
    public Set<KeyId> unfinished() {
        Set<KeyId> ids = new HashSet<>(unfinished.keySet());
        ids.addAll(unreadable.keySet());
        return ids;
    }

    /** Whether there is a credential with this name, of any type, or an unfinished rotation of such a credential. */
    public boolean knows(@NonNull KeyId id) {
        return unfinished().contains(id) || !StoredCredential.all(id).isEmpty();
    }

    /** The state of the unfinished rotation of a credential. */
    @NonNull
    public Optional<RotationStatus> status(@NonNull KeyId id) {
        UnfinishedRotation found = unfinished.get(id);
        if (found != null) {
            return Optional.of(found.status());
        }
        String problem = unreadable.get(id);
        return problem == null ? Optional.empty() : Optional.of(RotationStatus.unreadable(id, problem));
    }

    /** The finished rotations of a credential, the newest first, at most 100. This method reads a file. */
    @NonNull
    public List<PastRotation> history(@NonNull KeyId id) {
        Optional<String> directory = registry.find(id).map(KnownKey::directory);
        if (directory.isEmpty()) {
            return List.of();
        }
        try {
            return new RotationHistory(RotationFiles.in(directory.get()).history()).read();
        } catch (RotationIOException e) {
            Audit.warn(id, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /** The time at which the next rotation begins by itself. It is in the past if the rotation waits for its turn. */
    @NonNull
    public Optional<Instant> nextDue(@NonNull KeyId id) {
        RotationPolicy policy = Policies.find(id);
        return policy == null ? Optional.empty() : nextDue(policy, id);
    }

    private Optional<Instant> nextDue(RotationPolicy policy, KeyId id) {
        if (policy.getIntervalDays() == 0) {
            return Optional.empty();
        }
        return registry.find(id).filter(known -> !known.prefix().isEmpty()).map(known -> {
            Instant due = times.since(id, known.prefix())
                    .orElse(known.since())
                    .plus(Duration.ofDays(policy.getIntervalDays()));
            Instant notBefore = known.notBefore();
            return notBefore != null && notBefore.isAfter(due) ? notBefore : due;
        });
    }

    /** The time since which the key that was last seen in the credential has existed. */
    @NonNull
    Optional<Instant> keySince(@NonNull KeyId id) {
        return registry.find(id).flatMap(known -> times.since(id, known.prefix()));
    }

    /** The age and the last use of keys. */
    @NonNull
    public KeyTimes times() {
        return times;
    }

    /** The key of a credential as the server listed it at the last check. */
    @NonNull
    public Optional<ApiKeyInfo> upstream(@NonNull KeyId id) {
        return Optional.ofNullable(checks.get(id)).map(KeyCheckResult::upstream);
    }

    /** The time of the last check; empty if this controller has not checked the key since its start. */
    @NonNull
    public Optional<Instant> checkedAt(@NonNull KeyId id) {
        return Optional.ofNullable(checks.get(id)).map(KeyCheckResult::at);
    }

    /** The problem that the last check found; empty if it found none. */
    @NonNull
    public String checkProblem(@NonNull KeyId id) {
        KeyCheckResult check = checks.get(id);
        return check == null ? registry.problem() : check.problem();
    }

    /**
     * The lasting problem that the last check found with a key, for example that the server does not list the
     * key; empty if it found none. Problems on this controller are not included: {@link Refusals} finds their
     * current state.
     *
     * @param prefix of the key that is in the credential now
     */
    @NonNull
    public String lastingProblem(@NonNull KeyId id, @NonNull String prefix) {
        KeyCheckResult check = checks.get(id);
        return check != null && check.lasting() && check.prefix().equals(prefix) ? check.problem() : "";
    }

    /**
     * The credentials that have a replaced and revoked key again, and since when. Configuration as Code, or a
     * form that was opened before the rotation, can put such a key back.
     */
    @NonNull
    public Map<KeyId, Instant> overwritten() {
        Map<KeyId, Instant> found = new LinkedHashMap<>();
        registry.all().forEach((id, known) -> {
            if (known.overwritten() != null) {
                found.put(id, known.overwritten());
            }
        });
        return found;
    }

    /**
     * Asks each workspace once for its keys, and notes which rotations are due. Only a few due rotations begin
     * at a time.
     */
    public void checkDue() {
        DueCheck check = new DueCheck(clock.instant());
        synchronized (checks) {
            Map<KeyId, KeyCheckResult> found = check.run();
            checks.keySet().retainAll(found.keySet());
            checks.putAll(found);
        }
        Map<KeyId, String> present = KeysPresent.everywhere();
        see(present);
        tell(present, check.listed());
        forgetGone(present.keySet());
        beginDue();
    }

    private void tell(Map<KeyId, String> present, Map<String, ApiKeyInfo> listed) {
        try {
            times.listed(present, listed);
        } catch (RotationIOException e) {
            Audit.warn(new KeyId("", ""), String.valueOf(e.getMessage()));
        }
    }

    private void forgetGone(Set<KeyId> present) {
        try {
            registry.forgetGone(present);
        } catch (RotationIOException e) {
            Audit.warn(new KeyId("", ""), String.valueOf(e.getMessage()));
        }
    }

    /** Begins due rotations, a few at a time, and resumes rotations that wait. */
    void tick() {
        Instant now = clock.instant();
        unfinished.values().forEach(rotation -> {
            if (rotation.order().isDue(now)) {
                workers.offer(rotation, past -> ended(rotation, past));
            }
        });
        beginDue();
    }

    private synchronized void beginDue() {
        if (Jenkins.get().isQuietingDown() || !registry.problem().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        int room = RotationWorkers.STARTS - workers.busy();
        for (KeyId id : Policies.ids()) {
            if (room <= 0) {
                return;
            }
            KeyCheckResult check = checks.get(id);
            boolean known =
                    check != null && check.upstream() != null && check.problem().isEmpty();
            if (known && isDue(id, now)) {
                room--;
                try {
                    begin(id, "SYSTEM");
                } catch (RefusedException e) {
                    refused(id, check, e.getMessage(), now);
                } catch (RuntimeException e) {
                    // The store of another plugin can throw such an exception. The rotations of the other
                    // credentials must begin nevertheless.
                    LOGGER.log(Level.WARNING, "a rotation could not be begun", e);
                    refused(id, check, Messages.internal_error(e.getClass().getName()), now);
                }
            }
        }
    }

    private boolean isDue(KeyId id, Instant now) {
        return !unfinished.containsKey(id)
                && nextDue(id).filter(due -> !due.isAfter(now)).isPresent();
    }

    private void refused(KeyId id, KeyCheckResult check, String problem, Instant now) {
        checks.put(id, new KeyCheckResult(now, check.prefix(), check.upstream(), problem, false, check.note()));
        Audit.warn(id, problem);
    }

    /** Notes the current key of each credential. */
    void see(@NonNull Map<KeyId, String> present) {
        try {
            for (KeyId id : registry.see(present, clock.instant())) {
                Audit.warn(id, Messages.overwritten());
            }
        } catch (RotationIOException e) {
            Audit.warn(new KeyId("", ""), String.valueOf(e.getMessage()));
        }
    }

    /** The current keys of the credentials that the registry knows. */
    @NonNull
    Map<KeyId, String> watched() {
        return KeysPresent.of(registry.all().keySet());
    }

    /** Changes the names of all credentials of a folder after the folder was renamed. */
    synchronized void moved(@NonNull String before, @NonNull String after) {
        try {
            registry.rename(before, after);
        } catch (RotationIOException e) {
            Audit.warn(new KeyId(after, ""), String.valueOf(e.getMessage()));
        }
        for (UnfinishedRotation rotation : List.copyOf(unfinished.values())) {
            KeyId id = rotation.id();
            if (id.folder().equals(before)) {
                KeyId newId = new KeyId(after, id.credentialsId());
                rotation.moved(newId);
                unfinished.put(newId, rotation);
                unfinished.remove(id);
            }
        }
    }

    private void submit(UnfinishedRotation rotation, @CheckForNull String unclaimedKey) {
        workers.demand(rotation, unclaimedKey, past -> ended(rotation, past));
    }

    private synchronized void ended(UnfinishedRotation rotation, PastRotation past) {
        KeyId id = rotation.id();
        try {
            registry.change(id, clock.instant(), known -> switch (past.outcome()) {
                case DONE -> known.replaced(past.oldPrefix());
                default -> known.postponed(clock.instant().plus(PAUSE_AFTER_FAILURE));
            });
        } catch (RotationIOException e) {
            Audit.warn(id, String.valueOf(e.getMessage()));
        }
        // The rotation is removed last, so that every reader who sees that it is finished also sees the age of
        // the new key.
        see(KeysPresent.of(List.of(id)));
        unfinished.remove(id);
    }

    /** Ends the work on rotations when Jenkins ends. */
    void close() {
        workers.close();
    }

    private void refuseUnfinished(KeyId id) throws RefusedException {
        if (!registry.problem().isEmpty()) {
            throw new RefusedException(registry.problem());
        }
        if (unreadable.containsKey(id)) {
            throw new RefusedException(unreadable.get(id));
        }
        if (unfinished.containsKey(id)) {
            throw new RefusedException(Messages.unfinished(id));
        }
    }

    private UnfinishedRotation requireUnfinished(KeyId id) throws RefusedException {
        UnfinishedRotation found = unfinished.get(id);
        if (found == null) {
            throw new RefusedException(unreadable.getOrDefault(id, Messages.not_begun(id)));
        }
        return found;
    }

    private static void checkMayRotate(KeyId id) {
        if (!RotationPermissions.mayRotate(id)) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), RotationPermissions.ROTATE);
        }
    }

    private static String currentUser() {
        Authentication current = Jenkins.getAuthentication2();
        return current.getName();
    }
}
