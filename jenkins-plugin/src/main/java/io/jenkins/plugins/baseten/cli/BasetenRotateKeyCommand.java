package io.jenkins.plugins.baseten.cli;

import hudson.AbortException;
import hudson.Extension;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationPreview;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.jenkins.plugins.baseten.keys.KeyState;
import io.jenkins.plugins.baseten.keys.Plans;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.List;
import java.util.Optional;
import org.kohsuke.args4j.Option;

/** Does what the button "Rotate now" does. */
@Extension
public final class BasetenRotateKeyCommand extends KeyCommand {
    private static final long LOOK_MILLIS = 500;

    @Option(name = "-dry-run", usage = "Say what would be done, and change nothing")
    public boolean dryRun;

    @Option(name = "-wait", usage = "Wait until the old key is revoked")
    public boolean wait;

    @Override
    public String getShortDescription() {
        return Messages.rotate_key();
    }

    @Override
    protected int run() throws Exception {
        checkMayRotate();
        checkIsKnown();
        try {
            if (dryRun) {
                preview(Rotations.get().preview(id()));
                return 0;
            }
            List<PastRotation> before = Rotations.get().history(id());
            Rotations.get().rotate(id());
            stdout.println(Messages.begun(id()));
            if (wait) {
                await(before);
            }
            return 0;
        } catch (RefusedException e) {
            throw abort(e);
        }
    }

    private void preview(RotationPreview preview) {
        Plans.steps(preview.plan()).forEach(stdout::println);
        if (!preview.note().isEmpty()) {
            stdout.println(preview.note());
        }
    }

    private void await(List<PastRotation> before) throws InterruptedException, AbortException {
        String said = "";
        while (true) {
            Optional<RotationStatus> status = Rotations.get().status(id());
            if (status.isEmpty()) {
                report(before);
                return;
            }
            if (status.get().unclaimedKey() != null) {
                throw new AbortException(status.get().problem());
            }
            KeyState state = KeyState.of(status.get());
            String say = state.problem().isEmpty() ? state.detail() : state.problem();
            if (!say.isEmpty() && !say.equals(said)) {
                said = say;
                stdout.println(say);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Prints the entry that the history has now and did not have before. */
    private void report(List<PastRotation> before) throws AbortException {
        List<PastRotation> now = Rotations.get().history(id());
        if (now.isEmpty() || before.contains(now.get(0))) {
            throw new AbortException(Messages.no_trace(id()));
        }
        PastRotation last = now.get(0);
        if (last.outcome() != RotationState.DONE) {
            throw new AbortException(last.note().isEmpty() ? Messages.rolled_back(id()) : last.note());
        }
        stdout.println(Messages.rotated(id(), last.newPrefix(), last.oldPrefix()));
    }
}
