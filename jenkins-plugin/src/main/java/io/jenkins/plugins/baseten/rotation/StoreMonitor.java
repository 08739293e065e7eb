package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ModelObject;
import jenkins.model.Jenkins;

/**
 * The lock that a store itself takes for each change. While a thread holds this lock, it can read, compare and
 * write without a change by another thread in between. The stores themselves offer no such operation.
 */
final class StoreMonitor {
    private StoreMonitor() {}

    @NonNull
    static Object of(@NonNull CredentialsStore store) {
        ModelObject owner = store.getContext();
        if (owner instanceof Jenkins && isOf(store, SystemCredentialsProvider.class)) {
            return SystemCredentialsProvider.getInstance();
        }
        if (Jenkins.get().getPlugin("cloudbees-folder") != null) {
            Object property = OfFolder.find(owner);
            if (property != null) {
                return property;
            }
        }
        return store;
    }

    private static boolean isOf(CredentialsStore store, Class<?> outer) {
        return store.getClass().getEnclosingClass() == outer;
    }

    /** This class is loaded only if the Folders plugin is installed. */
    private static final class OfFolder {
        static Object find(ModelObject owner) {
            return owner instanceof AbstractFolder<?> folder
                    ? folder.getProperties().get(FolderCredentialsProperty.class)
                    : null;
        }
    }
}
