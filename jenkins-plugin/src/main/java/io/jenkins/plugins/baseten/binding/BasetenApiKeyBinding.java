package io.jenkins.plugins.baseten.binding;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.github.basetenci.auth.PrivateLogin;
import io.jenkins.plugins.baseten.agent.DirectoryName;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.login.LoginDirectory;
import io.jenkins.plugins.baseten.login.LoginFields;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.credentialsbinding.BindingDescriptor;
import org.jenkinsci.plugins.credentialsbinding.MultiBinding;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** The login of {@code withBaseten} for freestyle jobs, and for {@code withCredentials}. */
public final class BasetenApiKeyBinding extends MultiBinding<StringCredentials> {
    @CheckForNull
    private String remote;

    @CheckForNull
    private String remoteUrl;

    @CheckForNull
    private String team;

    private boolean allowUnknownRemote;

    @DataBoundConstructor
    public BasetenApiKeyBinding(String credentialsId) {
        super(credentialsId);
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

    public boolean isAllowUnknownRemote() {
        return allowUnknownRemote;
    }

    @DataBoundSetter
    public void setAllowUnknownRemote(boolean allowUnknownRemote) {
        this.allowUnknownRemote = allowUnknownRemote;
    }

    @Override
    protected Class<StringCredentials> type() {
        return StringCredentials.class;
    }

    @Override
    public MultiEnvironment bind(
            @NonNull Run<?, ?> build,
            @CheckForNull FilePath workspace,
            @CheckForNull Launcher launcher,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        BasetenLogin login = BasetenLogin.of(getCredentialsId(), remote, remoteUrl, team);
        List<ResolvedLogin> resolved = List.of(ResolvedLogin.withKey(login, build));
        // This call tells Jenkins that the build uses the credential.
        getCredentials(build);
        resolved.get(0).announce(listener);
        if (workspace == null) {
            return environment(PrivateLogin.inVariables(resolved.get(0).plan()), null);
        }
        LoginDirectory directory =
                LoginDirectory.create(DirectoryName.next(), build, workspace, resolved, allowUnknownRemote, false);
        return environment(directory.login(List.of(resolved.get(0).plan())), new Leave(directory));
    }

    private static MultiEnvironment environment(PrivateLogin login, @CheckForNull Unbinder unbinder) {
        Map<String, String> secret = new LinkedHashMap<>();
        Map<String, String> plain = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : login.set().entrySet()) {
            (PrivateLogin.KEY_VARIABLES.contains(variable.getKey()) ? secret : plain)
                    .put(variable.getKey(), variable.getValue());
        }
        login.unset().forEach(name -> plain.put(name, ""));
        return unbinder == null ? new MultiEnvironment(secret, plain) : new MultiEnvironment(secret, plain, unbinder);
    }

    @Override
    public Set<String> variables(@NonNull Run<?, ?> build) {
        return PrivateLogin.KEY_VARIABLES;
    }

    /** Removes the directory. A build does not fail if its directory cannot be removed. */
    private static final class Leave implements Unbinder {
        @Serial
        private static final long serialVersionUID = 1L;

        private final LoginDirectory directory;

        Leave(LoginDirectory directory) {
            this.directory = directory;
        }

        @Override
        public void unbind(
                @NonNull Run<?, ?> build,
                @CheckForNull FilePath workspace,
                @CheckForNull Launcher launcher,
                @NonNull TaskListener listener)
                throws InterruptedException {
            directory.delete().ifPresent(listener.getLogger()::println);
        }
    }

    /** The binding, as the form of a job shows it. */
    @Extension
    @Symbol("basetenApiKey")
    public static final class DescriptorImpl extends BindingDescriptor<StringCredentials> implements LoginFields {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.binding();
        }

        @Override
        protected Class<StringCredentials> type() {
            return StringCredentials.class;
        }

        @Override
        public boolean requiresWorkspace() {
            return false;
        }

        @POST
        @Restricted(NoExternalUse.class)
        @Override
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item owner) {
            return super.doFillCredentialsIdItems(owner);
        }
    }
}
