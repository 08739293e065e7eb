package io.jenkins.plugins.baseten.pages;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.baseten.config.NumberFields;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.keys.PolicyProblems;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of a policy. It answers only administrators. The form looks into the stores of credentials, which
 * the package of {@link RotationPolicy} does not know.
 */
@Extension
public final class PolicyForm extends Descriptor<RotationPolicy> {
    public PolicyForm() {
        super(RotationPolicy.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.policy();
    }

    @Restricted(NoExternalUse.class)
    public int getDefaultOverlapHours() {
        return RotationPolicy.DEFAULT_OVERLAP_HOURS;
    }

    @Restricted(NoExternalUse.class)
    public int getDefaultDeadlineHours() {
        return RotationPolicy.DEFAULT_DEADLINE_HOURS;
    }

    /** The folders that own a store; the empty name stands for the controller. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillFolderItems(@QueryParameter String folder) {
        return choices(folder, model -> {
            for (String name : CredentialStores.folders()) {
                model.add(name.isEmpty() ? Messages.controller() : name, name);
            }
        });
    }

    /** The credentials whose key can be rotated. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String folder, @QueryParameter String credentialsId) {
        return choices(credentialsId, model -> {
            model.add(Messages.choose(), "");
            for (StoredKey key : StoredKeys.in(Util.fixNull(folder))) {
                add(model, key.credential());
            }
        });
    }

    /** The credentials of the controller that no job can use. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillMintingCredentialsIdItems(@QueryParameter String mintingCredentialsId) {
        return choices(mintingCredentialsId, model -> {
            model.add(Messages.choose(), "");
            PolicyProblems.secretTexts().stream()
                    .filter(credential -> credential.getScope() == CredentialsScope.SYSTEM)
                    .forEach(credential -> add(model, credential));
        });
    }

    private static void add(ListBoxModel model, StandardCredentials credential) {
        model.add(CredentialsNameProvider.name(credential), credential.getId());
    }

    private static ListBoxModel choices(@CheckForNull String current, Consumer<ListBoxModel> administrators) {
        String value = Util.fixNull(current);
        ListBoxModel model = new ListBoxModel();
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            administrators.accept(model);
        }
        // The value that the policy has now stays selected, even if the folder or the credential no longer
        // exists.
        if (model.stream().noneMatch(option -> option.value.equals(value))) {
            model.add(value);
        }
        return model;
    }

    /** Whether the folder exists. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckFolder(@QueryParameter String value) {
        return NumberFields.forAdministrators(() -> PolicyProblems.ofFolder(Util.fixNull(value)));
    }

    /** Whether the credential is one whose key can be rotated. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String folder) {
        return NumberFields.forAdministrators(() -> Util.fixEmptyAndTrim(value) == null
                ? Messages.check_no_credential()
                : PolicyProblems.ofCredential(Util.fixNull(folder), value.trim()));
    }

    /** Whether the credential is one that no job can use. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckMintingCredentialsId(@QueryParameter String value) {
        return NumberFields.forAdministrators(() -> Util.fixEmptyAndTrim(value) == null
                ? Messages.check_no_minting()
                : PolicyProblems.ofMinting(value.trim()));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckIntervalDays(@QueryParameter String value) {
        return NumberFields.checkInterval(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckOverlapHours(@QueryParameter String value) {
        return NumberFields.checkHours(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckQuietForHours(@QueryParameter String value) {
        return NumberFields.checkHours(value);
    }

    /** Whether the deadline is neither shorter than the overlap nor than the time without a use. */
    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckDeadlineHours(
            @QueryParameter String value, @QueryParameter String overlapHours, @QueryParameter String quietForHours) {
        return NumberFields.checkDeadline(value, overlapHours, quietForHours);
    }
}
