package io.jenkins.plugins.baseten.usage;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsUseListener;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.model.Node;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Is told of every use of a credential that the step, the binding or another plugin announces. */
@Extension
public final class UseListener implements CredentialsUseListener {
    /** Also what looked the credential up without saying for which build holds its key by this. */
    @Override
    public void onUse(Credentials credential, Run run) {
        if (credential instanceof BasetenApiKeyCredentials key) {
            if (run.isLogUpdated()) {
                HeldKeysAction.of(run).hold(key.getId(), key.getSecret());
            }
            note(key, run.getParent());
        }
    }

    @Override
    public void onUse(Credentials credential, Node node) {
        if (credential instanceof BasetenApiKeyCredentials key) {
            note(key, null);
        }
    }

    @Override
    public void onUse(Credentials credential, Item item) {
        if (credential instanceof BasetenApiKeyCredentials key) {
            note(key, item);
        }
    }

    private static void note(BasetenApiKeyCredentials key, @CheckForNull Item user) {
        folder(key, user == null ? Jenkins.get() : user).ifPresent(folder -> UsageRecords.get()
                .add(folder, key.getId(), key.getKeyPrefix(), user == null ? "" : jobName(user), Instant.now()));
    }

    /** Of a job that consists of jobs, such as one with a matrix, the whole. */
    private static String jobName(Item user) {
        Item job = user;
        while (job.getParent() instanceof Job<?, ?> whole) {
            job = whole;
        }
        return job.getFullName();
    }

    /**
     * The folder whose store has the credential, empty for the controller's store: the very object, or,
     * if it was replaced in this moment, what bears its id next to the user.
     */
    private static Optional<String> folder(BasetenApiKeyCredentials key, ModelObject user) {
        String sameId = null;
        // Who uses a credential need not be allowed to see the store.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (CredentialsStore store : CredentialsProvider.lookupStores(user)) {
                String folder = folder(store);
                if (folder == null) {
                    continue;
                }
                for (Domain domain : store.getDomains()) {
                    for (Credentials stored : store.getCredentials(domain)) {
                        if (stored == key) {
                            return Optional.of(folder);
                        }
                        if (sameId == null
                                && stored instanceof BasetenApiKeyCredentials other
                                && other.getId().equals(key.getId())) {
                            sameId = folder;
                        }
                    }
                }
            }
        }
        return Optional.ofNullable(sameId);
    }

    /** Null for the store of a user, which no controller rotates. */
    @CheckForNull
    private static String folder(@NonNull CredentialsStore store) {
        ModelObject owner = store.getContext();
        return owner instanceof Item item ? item.getFullName() : owner == Jenkins.get() ? "" : null;
    }
}
