package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.Rotations;
import org.kohsuke.args4j.Option;

/** A command about an unfinished rotation. */
abstract class UnfinishedRotationCommand extends KeyCommand {
    @Option(
            name = "-unclaimed-key",
            aliases = "-orphan",
            metaVar = "PREFIX",
            usage = "The prefix of a key to delete: it has the name of the new key, and no other rotation made it")
    public String unclaimedKey;

    /** The sentence that says what has begun. */
    @NonNull
    abstract String begun();

    abstract void act(Rotations rotations, KeyId id, @CheckForNull String decided) throws RefusedException;

    @Override
    protected final int run() throws Exception {
        checkMayRotate();
        checkIsKnown();
        try {
            act(Rotations.get(), id(), unclaimedKey);
            stdout.println(begun());
            return 0;
        } catch (RefusedException e) {
            throw abort(e);
        }
    }
}
