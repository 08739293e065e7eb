package io.jenkins.plugins.baseten.rotation;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows the credentials of the controller's store that come from Configuration as Code, because each reload and
 * each start of Jenkins puts their keys back. The Configuration as Code plugin replaces the whole content of
 * the store and then saves the store, so every credential that is in the store during this save comes from the
 * plugin. Credentials that the plugin creates in folders by Job DSL cannot be recognised.
 */
@Extension
public final class CascOwned extends SaveableListener {
    private static final String CASC = "io.jenkins.plugins.casc.";

    private volatile Set<String> ids = Set.of();

    @NonNull
    static CascOwned get() {
        return ExtensionList.lookupSingleton(CascOwned.class);
    }

    /** Whether a reload of Configuration as Code would overwrite the credential. */
    boolean owns(@NonNull StoredCredential stored) {
        return stored.id().folder().isEmpty()
                && ids.contains(stored.id().credentialsId())
                && stored.store().getClass().getEnclosingClass() == SystemCredentialsProvider.class;
    }

    @Override
    public void onChange(@NonNull Saveable saved, XmlFile file) {
        if (saved instanceof SystemCredentialsProvider && isAtWork()) {
            try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
                ids = StoredCredential.in("").stream()
                        .map(stored -> stored.id().credentialsId())
                        .collect(Collectors.toUnmodifiableSet());
            }
        }
    }

    private static boolean isAtWork() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(CASC)));
    }
}
