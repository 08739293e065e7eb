package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A secret text or a secret file that the build may use. Other plugins make such credentials; that of the plugin
 * oidc-provider signs a new token for each look-up.
 */
public final class CredentialTokenSource extends IdentityTokenSource {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final String credentialsId;

    /**
     * @param credentialsId the id of a secret text or a secret file
     * @throws IllegalArgumentException if the id is missing, or is the name of a parameter
     */
    @DataBoundConstructor
    public CredentialTokenSource(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        if (this.credentialsId == null) {
            throw new IllegalArgumentException(Messages.token_credential_missing());
        }
        if (isParameter(this.credentialsId)) {
            throw new IllegalArgumentException(Messages.token_credential_parameter());
        }
    }

    /**
     * Whether the text names a parameter. Jenkins would read it, so that whoever starts a build would choose its
     * identity. A stored text is checked when it is used, because Jenkins loads it without the constructor.
     */
    static boolean isParameter(@NonNull String id) {
        return id.startsWith("${");
    }

    /** The id of the credential with the identity token. */
    @NonNull
    public String getCredentialsId() {
        return Objects.requireNonNullElse(credentialsId, "");
    }

    @NonNull
    @Override
    String summary() {
        return Messages.summary_credential(Neutralizer.line(getCredentialsId()));
    }

    @Override
    boolean asksAgent() {
        return false;
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        return new CredentialIdentity(summary(), getCredentialsId(), request);
    }

    /** The form of the source. */
    @Extension(ordinal = 80)
    @Symbol("credential")
    public static final class DescriptorImpl extends Descriptor<IdentityTokenSource> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.source_credential();
        }

        /** The credentials to choose from. A user who may not see them gets only the value that he sent. */
        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            StandardListBoxModel model = new StandardListBoxModel();
            boolean allowed = item == null
                    ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
            if (allowed) {
                model.includeEmptyValue();
                add(model, item, StringCredentials.class);
                add(model, item, FileCredentials.class);
            }
            return model.includeCurrentValue(Util.fixNull(credentialsId));
        }

        private static void add(
                StandardListBoxModel model, @CheckForNull Item item, Class<? extends StandardCredentials> type) {
            if (item == null) {
                model.includeMatchingAs(
                        ACL.SYSTEM2,
                        Jenkins.get(),
                        type,
                        List.of(),
                        CredentialsMatchers.not(CredentialsMatchers.instanceOf(BasetenApiKeyCredentials.class)));
            } else {
                model.includeMatchingAs(
                        ACL.SYSTEM2,
                        item,
                        type,
                        List.of(),
                        CredentialsMatchers.not(CredentialsMatchers.instanceOf(BasetenApiKeyCredentials.class)));
            }
        }
    }
}
