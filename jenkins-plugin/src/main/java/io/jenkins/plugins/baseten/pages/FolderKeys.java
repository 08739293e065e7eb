package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.keys.KeyAddress;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerProxy;

/** The page with the keys of a folder's own store, for users who may rotate these keys. */
public final class FolderKeys implements Action, StaplerProxy {
    private final Item folder;

    FolderKeys(@NonNull Item folder) {
        this.folder = folder;
    }

    /** The icon of the link, or null if the user may not see the page. */
    @Override
    public String getIconFileName() {
        String name = folder.getFullName();
        return RotationPermissions.mayRotateIn(name) && hasKeys(name) ? KeysPage.ICON : null;
    }

    private static boolean hasKeys(String name) {
        return !StoredKeys.in(name).isEmpty()
                || Rotations.get().unfinished().stream()
                        .anyMatch(id -> id.folder().equals(name));
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.keys();
    }

    @Override
    public String getUrlName() {
        return KeyAddress.PAGE;
    }

    /** The page itself, if the user may see it. */
    @Override
    public Object getTarget() {
        if (!RotationPermissions.mayRotateIn(folder.getFullName())) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), RotationPermissions.ROTATE);
        }
        return new KeyTable(folder.getFullName());
    }

    /** Adds the action to folders. */
    @Extension
    public static final class Factory extends TransientActionFactory<Item> {
        @Override
        public Class<Item> type() {
            return Item.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Item target) {
            return target instanceof ItemGroup ? List.of(new FolderKeys(target)) : List.of();
        }
    }
}
