package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.ModelObject;
import hudson.util.HttpResponses;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.keys.Clause;
import io.jenkins.plugins.baseten.keys.HistoryRow;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.keys.KeyState;
import io.jenkins.plugins.baseten.keys.RotationFacts;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * The page of one key: its data, its rotation, and the buttons. The page is made only for users who may rotate
 * the key.
 */
@Restricted(NoExternalUse.class)
public final class KeyPage implements ModelObject {
    /** The HTTP status of the answer to a refused request. */
    private static final int BAD_REQUEST = 400;

    private final KeyId id;
    private final String refusal;

    @CheckForNull
    private KeyRow row;

    private boolean looked;

    KeyPage(@NonNull KeyId id) {
        this(id, "");
    }

    private KeyPage(KeyId id, String refusal) {
        this.id = id;
        this.refusal = refusal;
    }

    /** The sentence that says why the last request of the user was refused; empty if it was not refused. */
    @NonNull
    public String getRefusal() {
        return refusal;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return id.credentialsId();
    }

    @NonNull
    public KeyId getId() {
        return id;
    }

    /** The row that the table shows for this key, or null if the credential is gone. */
    @CheckForNull
    public KeyRow getRow() {
        if (!looked) {
            row = KeyRows.of(id).stream().findFirst().orElse(null);
            looked = true;
        }
        return row;
    }

    /** The problems of the key, without the problem that its state tells. */
    @NonNull
    public List<String> getProblems() {
        String told = getState().problem();
        KeyRow shown = getRow();
        return shown == null
                ? List.of()
                : shown.problems().stream()
                        .filter(problem -> !problem.equals(told))
                        .toList();
    }

    @NonNull
    public KeyState getState() {
        return status().map(KeyState::of).orElseGet(() -> KeyState.idle(getPolicy() != null));
    }

    private Optional<RotationStatus> status() {
        return Rotations.get().status(id);
    }

    /** The facts about the unfinished rotation, or null if there is none. */
    @CheckForNull
    public RotationFacts getRotation() {
        return status().map(RotationFacts::of).orElse(null);
    }

    /**
     * Whether the rotation can be aborted. It cannot after the old key was revoked, and a rotation that goes back
     * was aborted already.
     */
    public boolean isAbortable() {
        RotationRecord record = status().map(RotationStatus::record).orElse(null);
        return record == null
                || !record.rollingBack()
                        && record.state() != RotationState.REVOKED
                        && record.state() != RotationState.DONE;
    }

    /** The finished rotations, the newest first. */
    @NonNull
    public List<HistoryRow> getHistory() {
        return Rotations.get().history(id).stream().map(HistoryRow::of).toList();
    }

    @CheckForNull
    public RotationPolicy getPolicy() {
        return BasetenConfiguration.get().getRotationPolicies().stream()
                .filter(policy -> KeyId.of(policy).equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The rotation policy of the key in words. */
    @NonNull
    public String getPolicyText() {
        RotationPolicy policy = getPolicy();
        if (policy == null) {
            return "";
        }
        long atMost = policy.deadline().toHours();
        String overlap = policy.getOverlapHours() == 0
                ? Messages.policy_no_overlap(atMost)
                : Messages.policy_overlap(policy.getOverlapHours(), atMost);
        return policy.getIntervalDays() == 0
                ? Messages.policy_by_hand(overlap)
                : Messages.policy_every(policy.getIntervalDays(), overlap);
    }

    /** Whether the user may change policies. */
    public boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Shows the plan of a rotation and changes nothing. */
    @POST
    public HttpResponse doPlan(StaplerResponse2 response) throws InterruptedException {
        try {
            return HttpResponses.forwardToView(new PlanPage(id, Rotations.get().preview(id)), "index");
        } catch (RefusedException e) {
            return refused(e, response);
        }
    }

    @POST
    public HttpResponse doRotate(StaplerResponse2 response) {
        return act(() -> Rotations.get().rotate(id), response);
    }

    /**
     * Goes on with a rotation that is held up.
     *
     * @param unclaimedKey the key that the user allows to be deleted, or empty
     */
    @POST
    public HttpResponse doResume(@QueryParameter String unclaimedKey, StaplerResponse2 response) {
        return act(() -> Rotations.get().resume(id, decided(unclaimedKey)), response);
    }

    /**
     * Goes back to the old key.
     *
     * @param unclaimedKey the key that the user allows to be deleted, or empty
     */
    @POST
    public HttpResponse doAbort(@QueryParameter String unclaimedKey, StaplerResponse2 response) {
        return act(() -> Rotations.get().abort(id, decided(unclaimedKey)), response);
    }

    /** The key that the user allows to be deleted. It must be the key that the page would ask about now. */
    @CheckForNull
    private String decided(@CheckForNull String unclaimedKey) throws RefusedException {
        // Somebody may send the whole key, which no message may show.
        String prefix = unclaimedKey == null ? null : Util.fixEmpty(unclaimedKey.split("\\.", 2)[0]);
        if (prefix != null
                && status().map(RotationStatus::unclaimedKey)
                        .filter(prefix::equals)
                        .isEmpty()) {
            throw new RefusedException(Messages.other_unclaimed_key(prefix));
        }
        return prefix;
    }

    private HttpResponse act(Action action, StaplerResponse2 response) {
        try {
            action.run();
            return HttpResponses.redirectTo(".");
        } catch (RefusedException e) {
            return refused(e, response);
        }
    }

    /** Shows this page again, with the reason for the refusal. */
    private HttpResponse refused(RefusedException e, StaplerResponse2 response) {
        response.setStatus(BAD_REQUEST);
        return HttpResponses.forwardToView(new KeyPage(id, Messages.refused(Clause.of(e.getMessage()))), "index");
    }

    private interface Action {
        void run() throws RefusedException;
    }

    /** Tells an open page what has changed; see {@code keys.js}. */
    @GET
    public HttpResponse doProgress() {
        return HttpResponses.okJSON(progress().toJson());
    }

    /** The parts of the page that change, as they are now. */
    @NonNull
    public Progress progress() {
        KeyState state = getState();
        Progress.Builder progress = Progress.builder()
                .add(state.toString())
                .announce(
                        state.problem().isEmpty()
                                ? Messages.announcement(state.word(), state.detail())
                                : Messages.announcement(state.word(), state.problem()));
        Optional.ofNullable(getRotation()).ifPresent(rotation -> progress.add(rotation.toString()));
        return progress.build();
    }
}
