package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.io.Serial;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The credential with a key, which Jenkins encrypts like every secret. */
public final class BasetenApiKeyCredentialsImpl extends BaseStandardCredentials implements BasetenApiKeyCredentials {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final Secret secret;

    @CheckForNull
    private String remoteUrl;

    @CheckForNull
    private String team;

    @DataBoundConstructor
    public BasetenApiKeyCredentialsImpl(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            @NonNull Secret secret) {
        super(scope, id, description);
        this.secret = secret;
    }

    @NonNull
    @Override
    public Secret getSecret() {
        // The field is null if a credential came as XML or YAML without a key.
        return secret == null ? Secret.fromString("") : secret;
    }

    @CheckForNull
    @Override
    public String getRemoteUrl() {
        return remoteUrl;
    }

    /**
     * Sets the URL that the key belongs to.
     *
     * @throws IllegalArgumentException if no key could ever be sent to that address
     */
    @DataBoundSetter
    public void setRemoteUrl(@CheckForNull String remoteUrl) {
        this.remoteUrl = CredentialFields.remoteUrl(remoteUrl, getId());
    }

    @CheckForNull
    @Override
    public String getTeam() {
        return team;
    }

    @DataBoundSetter
    public void setTeam(@CheckForNull String team) {
        this.team = Util.fixEmptyAndTrim(team);
    }

    @NonNull
    @Override
    public String getKeyPrefix() {
        try {
            return ApiKey.of(getSecret().getPlainText().trim()).prefix();
        } catch (InvalidKeyException e) {
            return "";
        }
    }

    /** This credential with another key, and nothing else changed. */
    @NonNull
    public BasetenApiKeyCredentialsImpl withSecret(@NonNull Secret newSecret) {
        BasetenApiKeyCredentialsImpl copy =
                new BasetenApiKeyCredentialsImpl(getScope(), getId(), getDescription(), newSecret);
        copy.remoteUrl = remoteUrl;
        copy.team = team;
        return copy;
    }

    /** Masks the key in the log of a build that gets the key from any step. */
    @NonNull
    @Override
    public Credentials forRun(Run<?, ?> context) {
        HeldKeysAction.of(context).hold(getId(), getSecret());
        return this;
    }

    /** The form of the credential type on the pages of a store. */
    @Extension
    @Symbol("basetenApiKey")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.credentials_type();
        }

        @Override
        public String getIconClassName() {
            return "symbol-key-outline plugin-ionicons-api";
        }

        /** Whether the text has the form of a key. A key that is already stored is not checked. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSecret(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            String typed = Util.fixNull(value).trim();
            if (!CredentialFields.mayChange(item, user) || Secret.decrypt(typed) != null) {
                return FormValidation.ok();
            }
            try {
                ApiKey key = ApiKey.given(typed);
                if (typed.length() < KeyForms.MIN_LENGTH) {
                    return FormValidation.warning(Messages.check_secret_short(KeyForms.MIN_LENGTH));
                }
                return key.prefix().isEmpty()
                        ? FormValidation.warning(Messages.check_secret_no_prefix())
                        : FormValidation.ok();
            } catch (InvalidKeyException e) {
                return FormValidation.error(Messages.check_secret_unusable(e.getMessage()));
            }
        }

        /** Whether the text is an address that keys may go to. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRemoteUrl(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            if (!CredentialFields.mayChange(item, user) || Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok();
            }
            try {
                RemoteUrl url = BasetenConfiguration.get().parse(value.trim(), Messages.the_remote_url());
                return url.isKnown()
                        ? FormValidation.ok()
                        : FormValidation.warning(Messages.check_url_unknown(url.toString()));
            } catch (InvalidRemoteUrlException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /**
         * Asks Baseten whose key this is, and whether the key sees the team. A key that is already stored is
         * sent only to the URL it is stored with. Only for administrators does the controller connect to an
         * address that no administrator has listed.
         */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doVerify(
                @AncestorInPath Item item,
                @AncestorInPath User user,
                @QueryParameter String secret,
                @QueryParameter String remoteUrl,
                @QueryParameter String team)
                throws InterruptedException {
            if (!CredentialFields.mayChange(item, user)) {
                return FormValidation.error(Messages.verify_forbidden());
            }
            return new KeyVerification(item, user)
                    .verify(secret, Util.fixEmptyAndTrim(remoteUrl), Util.fixEmptyAndTrim(team));
        }
    }
}
