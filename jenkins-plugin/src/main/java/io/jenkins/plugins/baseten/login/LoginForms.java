package io.jenkins.plugins.baseten.login;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.store.InvalidNameException;
import io.github.basetenci.store.TrussRc;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentials;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/** The answers of the forms of the step, of its logins and of the binding. */
public final class LoginForms {
    private LoginForms() {}

    /** The credentials to choose from. A user who may not see them gets only the value that he sent. */
    @NonNull
    public static ListBoxModel credentials(
            @CheckForNull Item item, @CheckForNull String current, @CheckForNull String remoteUrl) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (!mayChoose(item)) {
            return model.includeCurrentValue(Objects.requireNonNullElse(current, ""));
        }
        Authentication authentication =
                item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        // Without a URL, credentials of any domain are shown, because a credential may have a URL of its own.
        List<DomainRequirement> choices = Util.fixEmptyAndTrim(remoteUrl) == null ? List.of() : requirements(remoteUrl);
        model.includeEmptyValue();
        add(model, authentication, item, StringCredentials.class, choices);
        add(model, authentication, item, BasetenWorkloadIdentityCredentials.class, choices);
        return model.includeCurrentValue(Objects.requireNonNullElse(current, ""));
    }

    private static void add(
            StandardListBoxModel model,
            Authentication authentication,
            @CheckForNull Item item,
            Class<? extends StandardCredentials> type,
            List<DomainRequirement> choices) {
        if (item == null) {
            model.includeMatchingAs(authentication, Jenkins.get(), type, choices, CredentialsMatchers.always());
        } else {
            model.includeMatchingAs(authentication, item, type, choices, CredentialsMatchers.always());
        }
    }

    /** The requirements that the domain of a credential must meet for a key that is sent to this URL. */
    @NonNull
    public static List<DomainRequirement> requirements(@CheckForNull String remoteUrl) {
        String url = Util.fixEmptyAndTrim(remoteUrl);
        return URIRequirementBuilder.fromUri(url == null ? RemoteUrl.DEFAULT.toString() : url)
                .build();
    }

    /** Whether a credential is chosen: without one the generated step would fail. */
    @NonNull
    public static FormValidation checkCredentialsId(@CheckForNull Item item, @CheckForNull String value) {
        return mayChoose(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.warning(Messages.choose_credential())
                : FormValidation.ok();
    }

    /** Whether both tools can have a login of that name. */
    @NonNull
    public static FormValidation checkRemote(@CheckForNull Item item, @CheckForNull String value) {
        String name = Util.fixEmptyAndTrim(value);
        if (!mayChoose(item) || name == null) {
            return FormValidation.ok();
        }
        try {
            TrussRc.checkName(name);
            return FormValidation.ok();
        } catch (InvalidNameException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Whether keys may be sent to that URL. */
    @NonNull
    public static FormValidation checkRemoteUrl(@CheckForNull Item item, @CheckForNull String value) {
        String url = Util.fixEmptyAndTrim(value);
        if (!mayChoose(item) || url == null) {
            return FormValidation.ok();
        }
        try {
            BasetenConfiguration.get().parse(url, Messages.the_remote_url());
            return FormValidation.ok();
        } catch (InvalidRemoteUrlException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static boolean mayChoose(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
