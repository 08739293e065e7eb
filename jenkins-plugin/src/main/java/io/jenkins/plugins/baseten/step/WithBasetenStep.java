package io.jenkins.plugins.baseten.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.login.LoginFields;
import io.jenkins.plugins.baseten.login.LoginForms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code withBaseten(credentialsId: 'team-key') { … }}: both tools are logged in inside. */
public final class WithBasetenStep extends Step {
    @CheckForNull
    private String credentialsId;

    @CheckForNull
    private String remote;

    @CheckForNull
    private String remoteUrl;

    @CheckForNull
    private String team;

    private List<BasetenLogin> remotes = List.of();
    private boolean files = true;
    private boolean tool;
    private boolean allowUnknownRemote;

    @CheckForNull
    private String requireKeyType;

    @DataBoundConstructor
    public WithBasetenStep() {}

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @CheckForNull
    public String getRemote() {
        return remote;
    }

    @DataBoundSetter
    public void setRemote(@CheckForNull String remote) {
        this.remote = Util.fixEmptyAndTrim(remote);
    }

    @CheckForNull
    public String getRemoteUrl() {
        return remoteUrl;
    }

    @DataBoundSetter
    public void setRemoteUrl(@CheckForNull String remoteUrl) {
        this.remoteUrl = Util.fixEmptyAndTrim(remoteUrl);
    }

    @CheckForNull
    public String getTeam() {
        return team;
    }

    @DataBoundSetter
    public void setTeam(@CheckForNull String team) {
        this.team = Util.fixEmptyAndTrim(team);
    }

    /** Further logins. If the other parameters describe a login, that login is the first one. */
    @NonNull
    public List<BasetenLogin> getRemotes() {
        return remotes;
    }

    @DataBoundSetter
    public void setRemotes(@CheckForNull List<BasetenLogin> remotes) {
        this.remotes = remotes == null ? List.of() : new ArrayList<>(remotes);
    }

    public boolean isFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(boolean files) {
        this.files = files;
    }

    public boolean isTool() {
        return tool;
    }

    @DataBoundSetter
    public void setTool(boolean tool) {
        this.tool = tool;
    }

    public boolean isAllowUnknownRemote() {
        return allowUnknownRemote;
    }

    @DataBoundSetter
    public void setAllowUnknownRemote(boolean allowUnknownRemote) {
        this.allowUnknownRemote = allowUnknownRemote;
    }

    /** {@code invoke}, {@code manage}, types of keys separated by commas, or null for no check. */
    @CheckForNull
    public String getRequireKeyType() {
        return requireKeyType;
    }

    @DataBoundSetter
    public void setRequireKeyType(@CheckForNull String requireKeyType) {
        this.requireKeyType = Util.fixEmptyAndTrim(requireKeyType);
    }

    /**
     * Always null. {@link #getRequireKeyType} returns a value that was set by {@link #setNeed}.
     *
     * @deprecated see {@link #getRequireKeyType}
     */
    @Deprecated
    @CheckForNull
    public String getNeed() {
        return null;
    }

    /**
     * The name of the parameter in version 0.1.0.
     *
     * @deprecated use {@link #setRequireKeyType}
     */
    @Deprecated
    @DataBoundSetter
    public void setNeed(@CheckForNull String need) {
        if (Util.fixEmptyAndTrim(need) != null) {
            setRequireKeyType(need);
        }
    }

    /**
     * The check that the parameter asks for.
     *
     * @throws AbortException if the step does not know the value
     */
    @CheckForNull
    RequiredKeyType requiredKeyType() throws AbortException {
        return requireKeyType == null ? null : RequiredKeyType.of(requireKeyType);
    }

    /** All logins. The tools use the first login if a command names none. */
    @NonNull
    List<BasetenLogin> logins() {
        List<BasetenLogin> logins = new ArrayList<>();
        boolean described = credentialsId != null || remote != null || remoteUrl != null || team != null;
        if (described || remotes.isEmpty()) {
            BasetenLogin login = BasetenLogin.of(credentialsId, remote, remoteUrl, team);
            logins.add(login);
        }
        logins.addAll(remotes);
        return logins;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new WithBasetenExecution(this, context);
    }

    /** The step, as the snippet generator shows it. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements LoginFields {
        @Override
        public String getFunctionName() {
            return "withBaseten";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.step();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String remoteUrl) {
            return LoginForms.credentials(item, credentialsId, remoteUrl);
        }

        /** The choices of the form. They are public, because they tell nothing about the controller. */
        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillRequireKeyTypeItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.any_key_type(), "");
            items.add(Messages.key_type_invoke(), RequiredKeyType.INVOKE);
            items.add(Messages.key_type_manage(), RequiredKeyType.MANAGE);
            return items;
        }
    }
}
