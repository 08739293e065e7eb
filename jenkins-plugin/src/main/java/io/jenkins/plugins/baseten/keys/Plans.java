package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationPlan;
import java.util.List;

/** Describes the plan of a rotation in words, for the page and for the command. */
public final class Plans {
    private Plans() {}

    /** The steps of the rotation in their order, each as a sentence. */
    @NonNull
    public static List<String> steps(@NonNull RotationPlan plan) {
        return List.of(
                Messages.step_create(plan.newName(), scope(plan)),
                Messages.step_verify(),
                Messages.step_write(),
                plan.overlap().isZero()
                        ? Messages.step_drain_builds(plan.oldKey())
                        : Messages.step_drain(
                                plan.oldKey(), Messages.hours(plan.overlap().toHours())),
                Messages.step_revoke(plan.oldKey()));
    }

    /** What the old key and the new key may do. */
    @NonNull
    public static String scope(@NonNull RotationPlan plan) {
        return KeyRows.access(new ApiKeyInfo(
                        plan.oldPrefix(), plan.type(), plan.oldName(), plan.modelIds(), plan.teamName(), null))
                .text();
    }
}
