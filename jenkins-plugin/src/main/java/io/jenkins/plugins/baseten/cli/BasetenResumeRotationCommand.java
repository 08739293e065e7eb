package io.jenkins.plugins.baseten.cli;

import hudson.Extension;
import io.jenkins.plugins.baseten.rotation.RefusedException;
import io.jenkins.plugins.baseten.rotation.Rotations;
import org.kohsuke.args4j.Option;

/** The button "Go on". */
@Extension
public final class BasetenResumeRotationCommand extends KeyCommand {
    @Option(
            name = "-orphan",
            metaVar = "PREFIX",
            usage = "The key that bears the name of the new one, if no other rotation made it: it is deleted")
    public String orphan;

    @Override
    public String getShortDescription() {
        return Messages.resume_rotation();
    }

    @Override
    protected int run() throws Exception {
        checkMayRotate();
        try {
            Rotations.get().resume(id(), orphan);
            return 0;
        } catch (RefusedException e) {
            throw abort(e);
        }
    }
}
