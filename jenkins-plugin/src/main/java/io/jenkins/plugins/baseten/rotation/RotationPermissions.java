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
        return mayRotateIn(id.folder());
    }

    /**
     * Whether the current user may rotate the keys of a store.
     *
     * @param folder the full name of the folder that owns the store, empty for the controller
     */
    public static boolean mayRotateIn(@NonNull String folder) {
        // Found as SYSTEM: to who may only know that a folder exists, the look-up would not say no but fail.
        if (CredentialStores.owner(folder) instanceof AccessControlled owner) {
            return owner.hasPermission(ROTATE) && (!(owner instanceof Item) || owner.hasPermission(Item.READ));
        }
        // A rotation outlives its folder, and somebody must be able to end it.
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Makes the permission known before the configuration of a security realm is read. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading this class is what it takes.
    }
}
