package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** What release engineers may do who are no administrators. */
public final class RotationPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(RotationPermissions.class, Messages._permissions_group());

    /**
     * Sees the keys of a store, and starts, goes on with and aborts their rotation; it shows no key
     * and changes no policy. It is asked for on the item that owns the store.
     */
    public static final Permission ROTATE = new Permission(
            GROUP, "Rotate", Messages._permissions_rotate(), Jenkins.ADMINISTER, true, new PermissionScope[] {
                PermissionScope.JENKINS, PermissionScope.ITEM_GROUP
            });

    private RotationPermissions() {}

    /** Whether the current user may rotate the keys of a store. */
    public static boolean mayRotate(@NonNull KeyId id) {
        if (id.folder().isEmpty()) {
            return Jenkins.get().hasPermission(ROTATE);
        }
        AccessControlled owner = Jenkins.get().getItemByFullName(id.folder(), Item.class);
        return owner != null && owner.hasPermission(ROTATE);
    }

    /** Makes the permission known before the configuration of a security realm is read. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading this class is what it takes.
    }
}
