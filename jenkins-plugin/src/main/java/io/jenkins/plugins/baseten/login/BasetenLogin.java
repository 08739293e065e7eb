package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.io.Serial;
import java.io.Serializable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One login that a job asks for: its credential, and its name for the tools. It contains no key. */
public final class BasetenLogin extends AbstractDescribableImpl<BasetenLogin> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final String credentialsId;

    @CheckForNull
    private String remote;

    @CheckForNull
    private String remoteUrl;

    @CheckForNull
    private String team;

    @DataBoundConstructor
    public BasetenLogin(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Creates a login from the fields of another form; each field may be null. */
    @NonNull
    public static BasetenLogin of(
            @CheckForNull String credentialsId,
            @CheckForNull String remote,
            @CheckForNull String remoteUrl,
            @CheckForNull String team) {
        BasetenLogin login = new BasetenLogin(credentialsId);
        login.setRemote(remote);
        login.setRemoteUrl(remoteUrl);
        login.setTeam(team);
        return login;
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** The name for {@code --remote} and {@code --profile}, or null for {@code baseten}. */
    @CheckForNull
    public String getRemote() {
        return remote;
    }

    @DataBoundSetter
    public void setRemote(@CheckForNull String remote) {
        this.remote = Util.fixEmptyAndTrim(remote);
    }

    /** The URL of a key whose credential has no URL of its own, or null for Baseten itself. */
    @CheckForNull
    public String getRemoteUrl() {
        return remoteUrl;
    }

    @DataBoundSetter
    public void setRemoteUrl(@CheckForNull String remoteUrl) {
        this.remoteUrl = Util.fixEmptyAndTrim(remoteUrl);
    }

    /** The team for deployments, or null for the team of the credential. */
    @CheckForNull
    public String getTeam() {
        return team;
    }

    @DataBoundSetter
    public void setTeam(@CheckForNull String team) {
        this.team = Util.fixEmptyAndTrim(team);
    }

    /** The form of one login in a list of several. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<BasetenLogin> implements LoginFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.login();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String remoteUrl) {
            return LoginForms.credentials(item, credentialsId, remoteUrl);
        }
    }
}
