package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.baseten.keys.KeyAddress;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerProxy;

/** The page "Manage Jenkins, Baseten keys": every key that the user may rotate. */
@Extension
public final class KeysPage extends ManagementLink implements StaplerProxy {
    static final String ICON = "symbol-key-outline plugin-ionicons-api";

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.keys();
    }

    @Override
    public String getDescription() {
        return Messages.keys_description();
    }

    @Override
    public String getUrlName() {
        return KeyAddress.PAGE;
    }

    @NonNull
    @Override
    public Permission getRequiredPermission() {
        return RotationPermissions.ROTATE;
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.SECURITY;
    }

    /** The page itself, if the user may see it. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(RotationPermissions.ROTATE);
        return new KeyTable("");
    }
}
