package io.jenkins.plugins.baseten.usage;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsUseListener;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentials;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.time.Instant;
import jenkins.model.Jenkins;

/** Notes every use of a credential that the step, the binding or another plugin announces. */
@Extension
public final class UseListener implements CredentialsUseListener {
    /** Notes the use, and that the build holds the key: the plugin may have looked it up without naming the build. */
    @Override
    public void onUse(Credentials credential, Run run) {
        if (credential instanceof BasetenApiKeyCredentials key && run.isLogUpdated()) {
            HeldKeysAction.of(run).hold(key.getId(), key.getSecret());
        }
        note(credential, run.getParent());
    }

    @Override
    public void onUse(Credentials credential, Node node) {
        note(credential, null);
    }

    @Override
    public void onUse(Credentials credential, Item item) {
        note(credential, item);
    }

    private static void note(Credentials credential, @CheckForNull Item user) {
        if (credential instanceof BasetenApiKeyCredentials key) {
            note(key, BasetenApiKeyCredentials.class, key.getKeyPrefix(), user);
        } else if (credential instanceof BasetenWorkloadIdentityCredentials identity) {
            note(identity, BasetenWorkloadIdentityCredentials.class, "", user);
        }
    }

    private static <C extends IdCredentials> void note(
            C credential, Class<C> type, String prefix, @CheckForNull Item user) {
        CredentialStores.folderOf(credential, type, user == null ? Jenkins.get() : user)
                .ifPresent(folder -> UsageRecords.get()
                        .add(folder, credential.getId(), prefix, user == null ? "" : jobName(user), Instant.now()));
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
}
