package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationRecord;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.rotation.Refusals;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The problems of the keys of this controller. Only data in memory is used: no server is asked, and no file is
 * read.
 */
public final class KeyHealth {
    /**
     * The time for which a key may be overdue without a warning: a due rotation waits for its turn, and for a
     * check that runs once an hour.
     */
    private static final Duration GRACE = Duration.ofDays(1);

    /** A key that was used only within this time after its creation counts as not used. */
    private static final Duration TRIAL = Duration.ofHours(1);

    /**
     * The number of failures after which a rotation counts as held up. With the growing pauses between
     * failures, half an hour has passed by then.
     */
    private static final int FAILURES = 6;

    private final Instant now;
    private final Rotations rotations = Rotations.get();
    private final UsageRecords usage = UsageRecords.get();
    private final BasetenConfiguration configuration = BasetenConfiguration.get();
    private final Map<KeyId, RotationPolicy> policies = new LinkedHashMap<>();
    private final Set<String> minting = new HashSet<>();
    private final Map<KeyId, Instant> overwritten = rotations.overwritten();
    private final Map<KeyId, Integer> sameId = new HashMap<>();
    private final Map<String, String> mintingProblems = new HashMap<>();
    private final Refusals refusals = new Refusals();
    private final List<StoredKey> keys = StoredKeys.everywhere();
    private final SharedKeys shared;
    private final KeyDates dates = new KeyDates();

    public KeyHealth(@NonNull Instant now) {
        this.now = now;
        for (RotationPolicy policy : configuration.getRotationPolicies()) {
            policies.put(KeyId.of(policy), policy);
            minting.add(policy.getMintingCredentialsId());
        }
        keys.forEach(key -> sameId.merge(key.id(), 1, Integer::sum));
        shared = new SharedKeys(keys);
    }

    /** Every key of the controller and of its folders. */
    @NonNull
    List<StoredKey> keys() {
        return keys;
    }

    @CheckForNull
    RotationPolicy policy(@NonNull KeyId id) {
        return policies.get(id);
    }

    /** Whether a policy names the credential as the one whose key creates keys. */
    boolean mints(@NonNull KeyId id) {
        return id.folder().isEmpty() && minting.contains(id.credentialsId());
    }

    /** All problems of all keys, policies and rotations. */
    @NonNull
    public List<KeyFinding> all() {
        List<KeyFinding> all = new ArrayList<>();
        List<KeyId> lost = lost();
        keys.forEach(key -> all.addAll(of(key, any -> true)));
        policies.forEach((id, policy) -> {
            if (!sameId.containsKey(id) && !lost.contains(id)) {
                all.add(new KeyFinding(id, KeyFinding.Kind.NO_CREDENTIAL, Messages.finding_no_credential()));
            }
        });
        lost.forEach(id -> all.add(lost(id)));
        return all;
    }

    /** The unfinished rotations whose credentials are gone or of another type, in the order of their names. */
    @NonNull
    List<KeyId> lost() {
        return rotations.unfinished().stream()
                .filter(id -> !sameId.containsKey(id))
                .sorted(Comparator.comparing(KeyId::toString))
                .toList();
    }

    /** The finding for an unfinished rotation whose credential is gone: which keys live on, and what to do. */
    @NonNull
    KeyFinding lost(@NonNull KeyId id) {
        Optional<RotationStatus> status = rotations.status(id);
        String alive = alive(status.map(RotationStatus::alive).orElse(List.of()));
        boolean back = status.map(RotationStatus::record)
                .filter(RotationRecord::rollingBack)
                .isPresent();
        return new KeyFinding(
                id, KeyFinding.Kind.STOPPED, back ? Messages.finding_gone_back(alive) : Messages.finding_gone(alive));
    }

    private static String alive(List<String> prefixes) {
        return switch (prefixes.size()) {
            case 0 -> Messages.alive_unknown();
            case 1 -> Messages.alive_one(prefixes.get(0));
            default -> Messages.alive_two(prefixes.get(0), prefixes.get(1));
        };
    }

    /**
     * The reason why the key is not rotated until somebody changes something, as a clause or a sentence. It is
     * empty if the key has no policy or there is no known reason. A failure of the network is no such reason.
     *
     * @param mayBeNamed the other credentials that the reason may name
     */
    @NonNull
    String whyNotRotated(@NonNull StoredKey key, @NonNull Predicate<KeyId> mayBeNamed) {
        KeyId id = key.id();
        RotationPolicy policy = policies.get(id);
        if (policy == null) {
            return "";
        }
        String minting = minting(policy.getMintingCredentialsId());
        String refusal = minting.isEmpty() ? refusals.of(policy) : minting;
        String sameKey = refusal.isEmpty() ? shared.sentence(key, mayBeNamed) : refusal;
        return sameKey.isEmpty() ? rotations.lastingProblem(id, key.credential().getKeyPrefix()) : sameKey;
    }

    /**
     * The problems of one key.
     *
     * @param mayBeNamed the other credentials that the sentences may name
     */
    @NonNull
    List<KeyFinding> of(@NonNull StoredKey key, @NonNull Predicate<KeyId> mayBeNamed) {
        KeyId id = key.id();
        List<KeyFinding> found = new ArrayList<>();
        Optional<RotationStatus> status = rotations.status(id);
        if (sameId.get(id) > 1) {
            found.add(new KeyFinding(id, KeyFinding.Kind.AMBIGUOUS, Messages.finding_ambiguous()));
        }
        status.filter(KeyHealth::isHeldUp)
                .ifPresent(held -> found.add(new KeyFinding(
                        id, KeyFinding.Kind.STOPPED, KeyState.of(held).problem())));
        Instant since = overwritten.get(id);
        if (since != null) {
            found.add(
                    new KeyFinding(id, KeyFinding.Kind.OVERWRITTEN, Messages.finding_overwritten(Times.exact(since))));
        }
        addUpstream(id, status.isPresent(), found);
        String sameKey = shared.sentence(key, mayBeNamed);
        if (!sameKey.isEmpty()) {
            found.add(new KeyFinding(id, KeyFinding.Kind.DUPLICATE, sameKey));
        }
        String prefix = key.credential().getKeyPrefix();
        if (status.isEmpty()) {
            addAge(id, prefix, found);
        }
        if (!mints(id)) {
            addUnused(id, prefix, found);
        }
        return found;
    }

    /** Whether a rotation waits for a person, or has failed {@value #FAILURES} times or more. */
    public static boolean isHeldUp(RotationStatus status) {
        Phase phase = KeyState.of(status).phase();
        return phase == Phase.STOPPED || phase == Phase.RETRYING && status.failures() >= FAILURES;
    }

    private void addUpstream(KeyId id, boolean underWay, List<KeyFinding> found) {
        RotationPolicy policy = policies.get(id);
        String check = policy == null ? "" : rotations.checkProblem(id);
        String minting = policy == null ? "" : minting(policy.getMintingCredentialsId());
        // Another finding already reports an ambiguous id, and the state of the key reports an unfinished
        // rotation.
        String refusal = policy == null || underWay || sameId.get(id) > 1 ? "" : refusals.of(policy);
        if (!minting.isEmpty()) {
            found.add(new KeyFinding(id, KeyFinding.Kind.MINTING, minting));
        } else if (!refusal.isEmpty()) {
            found.add(new KeyFinding(id, KeyFinding.Kind.CHECK, Messages.finding_refused(Clause.of(refusal))));
        } else if (!check.isEmpty()) {
            found.add(new KeyFinding(id, KeyFinding.Kind.CHECK, Messages.finding_check(Clause.of(check))));
        }
        boolean personal = rotations
                .upstream(id)
                .map(ApiKeyInfo::type)
                .filter(ApiKeyType.PERSONAL::equals)
                .isPresent();
        int jobs = personal ? usage.jobs(id.folder(), id.credentialsId()).size() : 0;
        if (jobs > 0) {
            found.add(new KeyFinding(id, KeyFinding.Kind.PERSONAL, Messages.finding_personal(jobs)));
        }
    }

    private String minting(String credentialsId) {
        return mintingProblems.computeIfAbsent(credentialsId, PolicyProblems::ofMinting);
    }

    private void addAge(KeyId id, String prefix, List<KeyFinding> found) {
        Optional<Instant> since = created(id, prefix);
        RotationPolicy policy = policies.get(id);
        int days = policy == null || policy.getIntervalDays() == 0
                ? configuration.getWarnAgeDays()
                : policy.getIntervalDays();
        Duration allowed =
                Duration.ofDays(days).plus(policy == null || policy.getIntervalDays() == 0 ? Duration.ZERO : GRACE);
        if (days > 0 && since.isPresent() && since.get().plus(allowed).isBefore(now)) {
            found.add(new KeyFinding(
                    id, KeyFinding.Kind.STALE, Messages.finding_stale(Times.span(since.get(), now), days)));
        }
    }

    private Optional<Instant> created(KeyId id, String prefix) {
        return dates.created(id, prefix).map(KeyDates.Dated::time);
    }

    /** Whether a key that was last used at this time counts as not used. */
    boolean isUnused(@NonNull Instant lastUsed) {
        int days = configuration.getWarnUnusedDays();
        return days > 0 && lastUsed.isBefore(now.minus(Duration.ofDays(days)));
    }

    private void addUnused(KeyId id, String prefix, List<KeyFinding> found) {
        Optional<KeyDates.Dated> created = dates.created(id, prefix);
        Optional<Instant> since = created.map(KeyDates.Dated::time);
        // A rotation verifies its new key with one call, which does not count as a use.
        Instant trial = created.filter(KeyDates.Dated::byServer)
                .map(made -> made.time().plus(TRIAL))
                .orElse(Instant.MIN);
        Optional<KeyDates.Dated> last = dates.lastUsedAfter(id, prefix, trial);
        if (last.isPresent()) {
            if (isUnused(last.get().time())) {
                found.add(new KeyFinding(
                        id,
                        KeyFinding.Kind.UNUSED,
                        Messages.finding_unused(
                                Times.span(last.get().time(), now), last.get().source())));
            }
        } else if (since.filter(this::isUnused).isPresent()) {
            // Nobody has had time to use a key that is younger than the limit.
            found.add(new KeyFinding(
                    id, KeyFinding.Kind.UNUSED, Messages.finding_never_used(Times.span(since.get(), now))));
        }
    }
}
