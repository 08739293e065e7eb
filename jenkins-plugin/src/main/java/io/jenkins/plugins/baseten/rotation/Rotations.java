package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import hudson.security.AccessDeniedException3;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.managed.EngineFiles;
import io.github.basetenci.managed.EngineSettings;
import io.github.basetenci.managed.KeyTimes;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationEngine;
import io.github.basetenci.managed.RotationPreview;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.store.StoreFiles;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;

/**
 * The rotations of this controller, by the engine of the library. A method that changes nothing returns no key
 * and checks no permission: its caller decides who may see the answer. A method that changes something checks
 * {@link RotationPermissions#ROTATE} on the owner of the store.
 */
@Extension
public final class Rotations {
    /** A rotation begins by itself only while fewer rotations than this number are queued or running. */
    static final int STARTS = 10;

    private static final int THREADS = 4;

    /**
     * The time that Jenkins waits for running steps when it ends. It is enough for one request to the server: a
     * request that is cut off can leave a key that a person must decide about.
     */
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final ManagedCredentials keys = new ManagedCredentials();
    private final RotationEngine<KeyId> engine;

    /** The clock; tests replace it. */
    volatile InstantSource clock = Clock.systemUTC();

    public Rotations() {
        InstantSource now = () -> clock.instant();
        engine = new RotationEngine<>(new EngineSettings<>(
                new EngineFiles<>(root(), new KeyIdCodec(), EncryptedKey::new, new StoreFiles()),
                keys,
                new RotationServer(),
                new BuildDrains(now),
                new ControllerUses(),
                new EngineSentences(),
                new EngineSettings.Surroundings<>(
                        now, Sleeper.SYSTEM, threads(), new EngineSettings.Bounds(STARTS, 1), Audit::log)));
    }

    /** The threads of rotations, which work as SYSTEM. */
    private static ExecutorService threads() {
        return new ImpersonatingExecutorService(
                Executors.newFixedThreadPool(
                        THREADS, new NamingThreadFactory(new DaemonThreadFactory(), "baseten-rotation")),
                ACL.SYSTEM2);
    }

    /** The directory {@code $JENKINS_HOME/baseten}. It is secret, like everything in {@code $JENKINS_HOME}. */
    @NonNull
    static Path root() {
        return Jenkins.get().getRootDir().toPath().resolve("baseten");
    }

    @NonNull
    public static Rotations get() {
        return ExtensionList.lookupSingleton(Rotations.class);
    }

    /**
     * Begins to replace the key of a credential, in the background.
     *
     * @throws RefusedException if the rotation is refused before any request to the server; then no rotation
     *     begins
     */
    public void rotate(@NonNull KeyId id) throws RefusedException {
        checkMayRotate(id);
        engine.begin(id, currentUser());
    }

    /**
     * Tells what {@link #rotate} would do, and changes nothing.
     *
     * @throws RefusedException if this controller or the server would refuse the rotation
     */
    @NonNull
    public RotationPreview preview(@NonNull KeyId id) throws RefusedException, InterruptedException {
        checkMayRotate(id);
        return engine.preview(id);
    }

    /**
     * Resumes an unfinished rotation at once, in the background.
     *
     * @param unclaimedKey the prefix of a key that may be deleted because it has the name of the new key and
     *     the caller knows that no other rotation made it; null if there is no such key
     */
    public void resume(@NonNull KeyId id, @CheckForNull String unclaimedKey) throws RefusedException {
        checkMayRotate(id);
        engine.resume(id, unclaimedKey, currentUser());
    }

    /**
     * Goes back to the old key, in the background.
     *
     * @param unclaimedKey see {@link #resume}
     * @throws RefusedException if there is no rotation, or the old key is revoked
     */
    public void abort(@NonNull KeyId id, @CheckForNull String unclaimedKey) throws RefusedException {
        checkMayRotate(id);
        engine.abort(id, unclaimedKey, currentUser());
    }

    /** The credentials with an unfinished rotation, including credentials that are gone. */
    @NonNull
    public Set<KeyId> unfinished() {
        return engine.unfinished();
    }

    /** Whether there is a credential with this name, of any type, or an unfinished rotation of such a credential. */
    public boolean knows(@NonNull KeyId id) {
        return unfinished().contains(id) || keys.exists(id);
    }

    /** The state of the unfinished rotation of a credential. */
    @NonNull
    public Optional<RotationStatus> status(@NonNull KeyId id) {
        return engine.status(id);
    }

    /** The finished rotations of a credential, the newest first, at most 100. This method reads a file. */
    @NonNull
    public List<PastRotation> history(@NonNull KeyId id) {
        return engine.history(id);
    }

    /** The time at which the next rotation begins by itself. It is in the past if the rotation waits for its turn. */
    @NonNull
    public Optional<Instant> nextDue(@NonNull KeyId id) {
        return engine.nextDue(id);
    }

    /** The time since which the key that was last seen in the credential has existed. */
    @NonNull
    Optional<Instant> keySince(@NonNull KeyId id) {
        return engine.keySince(id);
    }

    /** The age and the last use of keys. */
    @NonNull
    public KeyTimes<KeyId> times() {
        return engine.times();
    }

    /** The key of a credential as the server listed it at the last check. */
    @NonNull
    public Optional<ApiKeyInfo> upstream(@NonNull KeyId id) {
        return engine.upstream(id);
    }

    /** The time of the last check; empty if this controller has not checked the key since its start. */
    @NonNull
    public Optional<Instant> checkedAt(@NonNull KeyId id) {
        return engine.checkedAt(id);
    }

    /** The problem that the last check found; empty if it found none. */
    @NonNull
    public String checkProblem(@NonNull KeyId id) {
        return engine.checkProblem(id);
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
        return engine.lastingProblem(id, prefix);
    }

    /**
     * The credentials that have a replaced and revoked key again, and since when. Configuration as Code, or a
     * form that was opened before the rotation, can put such a key back.
     */
    @NonNull
    public Map<KeyId, Instant> overwritten() {
        return engine.overwritten();
    }

    /**
     * Asks each workspace once for its keys, and notes which rotations are due. Only a few due rotations begin
     * at a time.
     */
    public void checkDue() {
        engine.checkDue();
    }

    /** Begins due rotations, a few at a time, and resumes rotations that wait. */
    void tick() {
        engine.tick();
    }

    /** Notes the current keys of the credentials that the registry knows. */
    void look() {
        engine.see(keys.present(engine.known()));
    }

    /** Changes the names of all credentials of a folder after the folder was renamed. */
    void moved(@NonNull String before, @NonNull String after) {
        engine.moved(id -> id.folder().equals(before) ? new KeyId(after, id.credentialsId()) : id);
    }

    /** Ends the work on rotations when Jenkins ends. */
    void close() {
        engine.close(LAST_STEP);
    }

    private static void checkMayRotate(KeyId id) {
        if (!RotationPermissions.mayRotate(id)) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), RotationPermissions.ROTATE);
        }
    }

    private static String currentUser() {
        return Jenkins.getAuthentication2().getName();
    }
}
