package io.jenkins.plugins.baseten.usage;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsUseListener;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.model.Node;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Notes every use of a credential that the step, the binding or another plugin announces. */
@Extension
public final class UseListener implements CredentialsUseListener {
    /** Notes the use, and that the build holds the key: the plugin may have looked it up without naming the build. */
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

    /**
     * The full name of a job. For a part of a job, such as a combination of a matrix job, it is the name of the
     * whole job.
     */
    private static String jobName(Item user) {
        Item job = user;
        while (job.getParent() instanceof Job<?, ?> whole) {
            job = whole;
        }
        return job.getFullName();
    }

    /**
     * The folder whose store has the credential, empty for the controller's store. The store with exactly this
     * object is searched; if the credential was replaced at this moment, it is the store nearest to the user
     * with a credential of this id.
     */
    private static Optional<String> folder(BasetenApiKeyCredentials key, ModelObject user) {
        String sameId = null;
        // The look-up runs as SYSTEM, because the user of a credential may lack the permission to see the
        // store.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Iterator<CredentialStores.Found<BasetenApiKeyCredentials>> usable = CredentialStores.usableBy(
                            user, BasetenApiKeyCredentials.class)
                    .iterator();
            while (usable.hasNext()) {
                CredentialStores.Found<BasetenApiKeyCredentials> found = usable.next();
                if (found.credential() == key) {
                    return Optional.ofNullable(CredentialStores.folder(found.store()));
                }
                if (sameId == null && found.credential().getId().equals(key.getId())) {
                    sameId = CredentialStores.folder(found.store());
                }
            }
        }
        return Optional.ofNullable(sameId);
    }
}
