package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.KeyId;
import jenkins.model.Jenkins;

/** The permission for release engineers who are no administrators. */
public final class RotationPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(RotationPermissions.class, Messages._permissions_group());

    /**
     * Allows a user to see the list of the keys of a store, and to start, resume and abort their rotation. It
     * shows no key and changes no policy. The permission is checked on the item that owns the store.
     */
    public static final Permission ROTATE = new Permission(
            GROUP, "Rotate", Messages._permissions_rotate(), Jenkins.ADMINISTER, true, new PermissionScope[] {
                PermissionScope.JENKINS, PermissionScope.ITEM_GROUP
            });

    private RotationPermissions() {}

    /** Whether the current user may rotate the keys of a store. */
    public static boolean mayRotate(@NonNull KeyId id) {
        return mayRotateIn(id.folder());
    }

    /**
     * Whether the current user may rotate the keys of a store.
     *
     * @param folder the full name of the folder that owns the store, empty for the controller
     */
    public static boolean mayRotateIn(@NonNull String folder) {
        // The folder is looked up as SYSTEM: for a user who may only discover the folder, the look-up would
        // throw an exception.
        if (CredentialStores.owner(folder) instanceof AccessControlled owner) {
            return owner.hasPermission(ROTATE) && (!(owner instanceof Item) || owner.hasPermission(Item.READ));
        }
        // A rotation can outlive its folder, and an administrator must be able to end it.
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Registers the permission before Jenkins reads the configuration of the security realm. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading this class registers the permission.
    }
}
