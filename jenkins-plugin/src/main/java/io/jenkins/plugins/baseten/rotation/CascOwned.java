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
 * Knows the credentials of the controller's store that come from Configuration as Code, since each
 * reload and each start of Jenkins puts its keys back. That plugin replaces the store's whole content
 * and then saves it, so what is there when its code saves is its own. What it creates in folders by
 * way of Job DSL cannot be told from anything else.
 */
@Extension
public final class CascOwned extends SaveableListener {
    private static final String CASC = "io.jenkins.plugins.casc.";

    private volatile Set<String> ids = Set.of();

    @NonNull
    static CascOwned get() {
        return ExtensionList.lookupSingleton(CascOwned.class);
    }

    /** Whether a reload would overwrite the credential. */
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
