package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.util.ListBoxModel;

/**
 * What the form of a policy asks about the credentials that there are. Nothing here asks who is
 * calling.
 */
public interface PolicyChoices extends ExtensionPoint {
    @NonNull
    static PolicyChoices get() {
        return ExtensionList.lookupSingleton(PolicyChoices.class);
    }

    /** The controller, by the empty name, and the folders that own a store. */
    @NonNull
    ListBoxModel folders();

    /**
     * The credentials whose key can be rotated.
     *
     * @param folder the full name of the folder that has them, empty for the controller
     */
    @NonNull
    ListBoxModel credentials(@NonNull String folder);

    /** The credentials of the controller that no job can use. */
    @NonNull
    ListBoxModel mintingCredentials();

    /** Why a folder cannot be named in a policy, as a sentence; empty if it can. */
    @NonNull
    String problemWithFolder(@NonNull String folder);

    /** Why the key of a credential cannot be rotated, as a sentence; empty if it can. */
    @NonNull
    String problemWithCredential(@NonNull String folder, @NonNull String credentialsId);

    /** Why a credential cannot create and delete keys, as a sentence; empty if it may. */
    @NonNull
    String problemWithMinting(@NonNull String mintingCredentialsId);
}
