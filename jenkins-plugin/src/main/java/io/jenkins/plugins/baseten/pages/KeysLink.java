package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.baseten.keys.KeyAddress;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import jenkins.model.Jenkins;

/** The link to {@link KeysPage} for users who may not open Manage Jenkins. */
@Extension
public final class KeysLink implements RootAction {
    @Override
    public String getIconFileName() {
        Jenkins jenkins = Jenkins.get();
        return jenkins.hasPermission(RotationPermissions.ROTATE)
                        && !jenkins.hasAnyPermission(Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                ? KeysPage.ICON
                : null;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.keys();
    }

    @Override
    public String getUrlName() {
        return "/manage/" + KeyAddress.PAGE;
    }
}
