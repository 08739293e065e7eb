package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.User;
import hudson.util.FormValidation;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.credentials.CredentialFields;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.verb.POST;

/** The credential with a trust rule. */
public final class BasetenWorkloadIdentityCredentialsImpl extends BaseStandardCredentials
        implements BasetenWorkloadIdentityCredentials {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final String trustRule;

    @CheckForNull
    private final IdentityTokenSource source;

    @CheckForNull
    private String audience;

    private int tokenLifetime;

    @CheckForNull
    private String remoteUrl;

    @CheckForNull
    private String team;

    /**
     * @param trustRule the id of the trust rule
     * @param source where the identity token of a build comes from
     * @throws IllegalArgumentException if the rule or the source is missing, or if the rule cannot be an id
     */
    @DataBoundConstructor
    public BasetenWorkloadIdentityCredentialsImpl(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            @CheckForNull String trustRule,
            @CheckForNull IdentityTokenSource source) {
        super(scope, id, description);
        this.trustRule = Util.fixEmptyAndTrim(trustRule);
        this.source = source;
        refuse(RuleFields.problemWithRule(this.trustRule));
        if (source == null) {
            throw new IllegalArgumentException(Messages.source_missing(getId()));
        }
    }

    private static void refuse(String problem) {
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    @NonNull
    @Override
    public String getTrustRule() {
        return Objects.requireNonNullElse(trustRule, "");
    }

    @CheckForNull
    @Override
    public IdentityTokenSource getSource() {
        return source;
    }

    @CheckForNull
    @Override
    public String getAudience() {
        return audience;
    }

    /**
     * Sets the recipient of the identity token.
     *
     * @throws IllegalArgumentException if the text cannot be an audience
     */
    @DataBoundSetter
    public void setAudience(@CheckForNull String audience) {
        String text = Util.fixEmptyAndTrim(audience);
        refuse(RuleFields.problemWithAudience(text));
        this.audience = text;
    }

    @Override
    public int getTokenLifetime() {
        return tokenLifetime;
    }

    /**
     * Sets the wanted lifetime of access tokens.
     *
     * @param tokenLifetime in seconds; 0 for the longest lifetime that the rule allows
     * @throws IllegalArgumentException for a lifetime that Baseten gives no token
     */
    @DataBoundSetter
    public void setTokenLifetime(int tokenLifetime) {
        refuse(RuleFields.problemWithLifetime(tokenLifetime));
        this.tokenLifetime = tokenLifetime;
    }

    @CheckForNull
    @Override
    public String getRemoteUrl() {
        return remoteUrl;
    }

    /**
     * Sets the URL that the trust rule belongs to.
     *
     * @throws IllegalArgumentException if no token could ever be sent to that address
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

    /** The form of the credential type on the pages of a store. */
    @Extension
    @Symbol("basetenWorkloadIdentity")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.credentials_type();
        }

        @Override
        public String getIconClassName() {
            return "symbol-id-card-outline plugin-ionicons-api";
        }

        /**
         * The sources of identity tokens that the credential of this form may have. Those whose issuers Baseten lists
         * come first.
         */
        @NonNull
        @Restricted(NoExternalUse.class)
        public List<Descriptor<IdentityTokenSource>> getSources() {
            boolean ofController = ControllerFileTokenSource.DescriptorImpl.isOffered(Stapler.getCurrentRequest2());
            return Jenkins.get()
                    .<IdentityTokenSource, Descriptor<IdentityTokenSource>>getDescriptorList(IdentityTokenSource.class)
                    .stream()
                    .filter(source -> ofController || !(source instanceof ControllerFileTokenSource.DescriptorImpl))
                    .toList();
        }

        /** Whether the text can be the id of a trust rule. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTrustRule(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            return CredentialFields.mayChange(item, user)
                    ? answer(RuleFields.problemWithRule(Util.fixEmptyAndTrim(value)))
                    : FormValidation.ok();
        }

        /** Whether the text can be an audience. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckAudience(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            String audience = Util.fixEmptyAndTrim(value);
            if (!CredentialFields.mayChange(item, user)) {
                return FormValidation.ok();
            }
            return RuleFields.isLikeRule(audience)
                    ? FormValidation.warning(Messages.audience_is_rule(audience))
                    : answer(RuleFields.problemWithAudience(audience));
        }

        /** Whether Baseten gives tokens with this lifetime. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTokenLifetime(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            return CredentialFields.mayChange(item, user)
                    ? answer(RuleFields.problemWithLifetime(Util.fixEmptyAndTrim(value)))
                    : FormValidation.ok();
        }

        /** Whether the controller sends tokens to that address. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRemoteUrl(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            if (!CredentialFields.mayChange(item, user) || Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok();
            }
            try {
                TrustedUrl.of(BasetenConfiguration.get().parse(value.trim(), Messages.the_remote_url()));
                return FormValidation.ok();
            } catch (InvalidRemoteUrlException | UntrustedUrlException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        private static FormValidation answer(String problem) {
            return problem.isEmpty() ? FormValidation.ok() : FormValidation.error(problem);
        }
    }
}
