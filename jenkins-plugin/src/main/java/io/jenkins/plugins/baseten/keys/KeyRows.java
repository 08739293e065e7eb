package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentials;
import io.jenkins.plugins.baseten.identity.StoredIdentities;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Collects the data that the pages and the commands show about the keys that the current user may rotate. */
public final class KeyRows {
    /** The greatest number of jobs that a cell names. */
    private static final int JOBS = 3;

    private final Instant now = Instant.now();
    private final KeyHealth health = new KeyHealth(now);
    private final Rotations rotations = Rotations.get();
    private final UsageRecords usage = UsageRecords.get();
    private final KeyDates dates = new KeyDates();
    private final Map<String, Boolean> permitted = new HashMap<>();

    /** The rows of all stores in which the current user may rotate: first the keys, then the identities. */
    @NonNull
    public static List<KeyRow> everywhere() {
        return new KeyRows().withIdentities(id -> true, CredentialStores.folders());
    }

    /**
     * The rows of the store of a folder: first the keys, then the identities. The empty name stands for the
     * controller.
     */
    @NonNull
    public static List<KeyRow> in(@NonNull String folder) {
        return new KeyRows().withIdentities(id -> id.folder().equals(folder), Set.of(folder));
    }

    /**
     * The rows of one credential, with all of its jobs; empty if there is neither such a credential nor an
     * unfinished rotation of it.
     */
    @NonNull
    public static List<KeyRow> of(@NonNull KeyId id) {
        return new KeyRows().rows(id::equals, Integer.MAX_VALUE);
    }

    private List<KeyRow> rows(Predicate<KeyId> wanted, int jobs) {
        List<KeyRow> rows = new ArrayList<>();
        for (StoredKey key : health.keys()) {
            if (wanted.test(key.id()) && mayRotateIn(key.id().folder())) {
                rows.add(row(key, jobs));
            }
        }
        for (KeyId id : health.lost()) {
            if (wanted.test(id) && mayRotateIn(id.folder())) {
                rows.add(lostRow(id, jobs));
            }
        }
        return rows;
    }

    private List<KeyRow> withIdentities(Predicate<KeyId> keys, Set<String> folders) {
        List<KeyRow> rows = rows(keys, JOBS);
        for (String folder : folders) {
            if (mayRotateIn(folder)) {
                StoredIdentities.in(folder).forEach((id, identity) -> rows.add(identityRow(id, identity)));
            }
        }
        return rows;
    }

    /** The row of an identity. It has no page of its own, because it has no key that could be rotated. */
    private KeyRow identityRow(KeyId id, BasetenWorkloadIdentityCredentials identity) {
        return new KeyRow(
                new KeyRow.Credential(id, "", Util.fixNull(identity.getDescription()), store(id)),
                "",
                KeyAccess.only(Messages.trust_rule(shown(identity.getTrustRule()))),
                new KeyRow.Times(
                        TimeCell.none(Messages.no_key()),
                        lastUsed(id),
                        TimeCell.never(Messages.not_needed(), Messages.tokens_expire())),
                VisibleNames.jobs(usage.jobs(id.folder(), id.credentialsId()), JOBS),
                KeyState.noKey(),
                List.of());
    }

    private boolean mayRotateIn(String folder) {
        return permitted.computeIfAbsent(folder, RotationPermissions::mayRotateIn);
    }

    private KeyRow row(StoredKey key, int jobs) {
        KeyId id = key.id();
        String prefix = key.credential().getKeyPrefix();
        return new KeyRow(
                credential(id, Util.fixNull(key.credential().getDescription())),
                prefix,
                rotations.upstream(id).map(KeyRows::access).orElseGet(() -> KeyAccess.only(Messages.not_checked())),
                new KeyRow.Times(age(id, prefix), lastUsed(id, prefix), next(key, id)),
                VisibleNames.jobs(usage.jobs(id.folder(), id.credentialsId()), jobs),
                rotations
                        .status(id)
                        .map(KeyState::of)
                        .orElseGet(
                                () -> health.mints(id) ? KeyState.mints() : KeyState.idle(health.policy(id) != null)),
                health.of(key, other -> mayRotateIn(other.folder())).stream()
                        .map(KeyFinding::sentence)
                        .toList());
    }

    /**
     * The row of an unfinished rotation whose credential is gone. The state of the rotation tells which keys
     * exist.
     */
    private KeyRow lostRow(KeyId id, int jobs) {
        return new KeyRow(
                credential(id, ""),
                "",
                KeyAccess.only(Messages.not_known()),
                new KeyRow.Times(
                        TimeCell.none(Messages.not_known()),
                        lastUsed(id),
                        TimeCell.never(Messages.not_rotated(), Messages.is_gone())),
                VisibleNames.jobs(usage.jobs(id.folder(), id.credentialsId()), jobs),
                rotations.status(id).map(KeyState::of).orElseGet(() -> KeyState.idle(false)),
                List.of(health.lost(id).sentence()));
    }

    private TimeCell age(KeyId id, String prefix) {
        return dates.created(id, prefix)
                .map(created -> {
                    String span = Times.span(created.time(), now);
                    boolean exact = created.byServer() || span.equals(Messages.moment());
                    return TimeCell.past(created.time(), exact ? span : Messages.at_least(span), created.source());
                })
                .orElseGet(() -> TimeCell.none(Messages.not_known()));
    }

    private TimeCell lastUsed(KeyId id, String prefix) {
        return dates.lastUsed(id, prefix)
                .map(used -> health.isUnused(used.time())
                        ? TimeCell.past(used.time(), Messages.unused_for(Times.span(used.time(), now)), used.source())
                        : TimeCell.ago(used.time(), now, used.source()))
                .orElseGet(() -> TimeCell.none(Messages.not_used()));
    }

    /** When a credential without a key was last used. Only this controller knows that. */
    private TimeCell lastUsed(KeyId id) {
        return usage.lastUsed(id.folder(), id.credentialsId())
                .map(time -> TimeCell.ago(time, now, Messages.by_controller()))
                .orElseGet(() -> TimeCell.none(Messages.not_used()));
    }

    private static KeyRow.Credential credential(KeyId id, String description) {
        return new KeyRow.Credential(id, KeyAddress.of(id), description, store(id));
    }

    private static String store(KeyId id) {
        return id.folder().isEmpty() ? Messages.controller() : id.folder();
    }

    private TimeCell next(StoredKey key, KeyId id) {
        String why = health.whyNotRotated(key, other -> mayRotateIn(other.folder()));
        return why.isEmpty()
                ? TimeCell.due(rotations.nextDue(id).orElse(null), now, noDueTime(health.policy(id)))
                : TimeCell.never(Messages.not_rotated(), Clause.of(why));
    }

    /**
     * The text in the cell of a key without a due time. A key with a policy has no due time before this
     * controller has seen the key.
     */
    private static String noDueTime(@CheckForNull RotationPolicy policy) {
        if (policy == null) {
            return Messages.not_planned();
        }
        return policy.getIntervalDays() == 0 ? Messages.by_hand() : Messages.not_known();
    }

    /** What a key may do, and whose it is. */
    @NonNull
    static KeyAccess access(@NonNull ApiKeyInfo key) {
        List<String> limits = new ArrayList<>();
        if (key.teamName() != null) {
            limits.add(Messages.team(shown(key.teamName())));
        }
        if (key.modelIds() != null && !key.modelIds().isEmpty()) {
            limits.add(Messages.models(shown(String.join(", ", key.modelIds()))));
        }
        ApiKeyInfo.Owner owner = key.owner();
        return new KeyAccess(shown(key.type().toString()), limits, owner == null ? "" : name(owner));
    }

    private static String name(ApiKeyInfo.Owner owner) {
        return Stream.of(owner.name(), owner.email(), owner.userId())
                .filter(Objects::nonNull)
                .map(KeyRows::shown)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("");
    }

    private static String shown(@CheckForNull String foreign) {
        return Neutralizer.line(Objects.requireNonNullElse(foreign, ""));
    }
}
