package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.cli.CLICommand;
import hudson.security.AccessDeniedException3;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/** A command about one credential. */
abstract class KeyCommand extends CLICommand {
    @Argument(metaVar = "ID", required = true, usage = "The id of the credential")
    public String credentialsId;

    @Option(
            name = "-folder",
            metaVar = "FOLDER",
            usage = "The full name of the folder whose store has the credential; without this option, the controller")
    public String folder;

    @NonNull
    final KeyId id() {
        return new KeyId(Util.fixNull(folder), credentialsId);
    }

    /** Refuses callers who may not rotate in the folder. The refusal does not tell whether the folder exists. */
    final void checkMayRotate() {
        if (!RotationPermissions.mayRotate(id())) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), RotationPermissions.ROTATE);
        }
    }

    /** Refuses the id of a credential that is not in the store and has no unfinished rotation. */
    final void checkIsKnown() {
        if (!Rotations.get().knows(id())) {
            throw new IllegalArgumentException(Messages.no_credential(id()));
        }
    }

    @NonNull
    static AbortException abort(@NonNull RefusedException e) {
        return new AbortException(e.getMessage());
    }
}
