package io.jenkins.plugins.baseten.login;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.KeySource;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * A login with the key that its credential holds at this moment. The object is never stored and never sent to
 * another machine.
 *
 * @param credential the credential that the key comes from
 * @param plan what the tools get
 */
public record ResolvedLogin(
        @NonNull StandardCredentials credential, @NonNull LoginPlan plan) {

    /**
     * Looks up the credentials as the build may see them. When this returns, each key is masked in the build's
     * log and held by the {@link io.jenkins.plugins.baseten.leases.KeyScope} of this thread.
     *
     * @throws AbortException with one sentence, if a wanted login cannot be made
     */
    @NonNull
    public static List<ResolvedLogin> all(@NonNull List<BasetenLogin> wanted, @NonNull Run<?, ?> run)
            throws AbortException {
        long change = StoreChanges.count();
        List<ResolvedLogin> resolved = once(wanted, run);
        while (change != StoreChanges.count()) {
            // A rotation may already have revoked a key that was replaced before this build held it.
            change = StoreChanges.count();
            List<ResolvedLogin> again = once(wanted, run);
            if (plans(again).equals(plans(resolved))) {
                return again;
            }
            resolved = again;
        }
        return resolved;
    }

    private static List<LoginPlan> plans(List<ResolvedLogin> logins) {
        return logins.stream().map(ResolvedLogin::plan).toList();
    }

    private static List<ResolvedLogin> once(List<BasetenLogin> wanted, Run<?, ?> run) throws AbortException {
        List<ResolvedLogin> resolved = new ArrayList<>();
        for (BasetenLogin login : wanted) {
            resolved.add(one(login, run));
        }
        try {
            LoginPlans.refuseDuplicates(plans(resolved));
        } catch (AuthException e) {
            throw new AbortException(JenkinsWords.ADVICE.sentence(e));
        }
        return List.copyOf(resolved);
    }

    private static ResolvedLogin one(BasetenLogin login, Run<?, ?> run) throws AbortException {
        String id = login.getCredentialsId();
        if (id == null) {
            throw new AbortException(Messages.no_credentials_id());
        }
        StringCredentials credential = find(id, login, run);
        Secret secret = credential.getSecret();
        ApiKey key;
        try {
            key = ApiKey.given(secret.getPlainText().trim());
        } catch (InvalidKeyException e) {
            throw new AbortException(Messages.unusable_key(id, e.getMessage()));
        }
        HeldKeysAction.of(run).hold(id, secret);
        try {
            String team = login.getTeam();
            if (team == null && credential instanceof BasetenApiKeyCredentials own) {
                team = own.getTeam();
            }
            LoginPlan plan = new LoginPlans(new Environment(Map.of()), JenkinsWords.SOURCES)
                    .of(
                            new GivenKey(key, KeySource.EXPLICIT, id, null),
                            new LoginPlans.Destination(
                                    login.getRemote(),
                                    null,
                                    url(login, credential).toString(),
                                    team));
            return new ResolvedLogin(credential, plan);
        } catch (AuthException | InvalidRemoteUrlException e) {
            throw new AbortException(JenkinsWords.ADVICE.sentence(e));
        }
    }

    private static StringCredentials find(String id, BasetenLogin login, Run<?, ?> run) throws AbortException {
        IdCredentials found = find(id, LoginForms.requirements(login.getRemoteUrl()), run);
        if (login.getRemoteUrl() == null) {
            // The domain of the credential must allow the URL that the key is stored with.
            IdCredentials any = found == null ? find(id, List.of(), run) : found;
            if (any instanceof BasetenApiKeyCredentials key && key.getRemoteUrl() != null) {
                found = find(id, LoginForms.requirements(key.getRemoteUrl()), run);
            }
        }
        if (found == null) {
            throw new AbortException(missing(id, login, run));
        }
        if (found instanceof StringCredentials usable) {
            return usable;
        }
        throw new AbortException(Messages.wrong_type(id, found.getDescriptor().getDisplayName()));
    }

    private static String missing(String id, BasetenLogin login, Run<?, ?> run) {
        IdCredentials elsewhere = find(id, List.of(), run);
        String url = elsewhere instanceof BasetenApiKeyCredentials key && login.getRemoteUrl() == null
                ? key.getRemoteUrl()
                : login.getRemoteUrl();
        return new MissingCredential(id, run).sentence(elsewhere, url);
    }

    @CheckForNull
    private static IdCredentials find(String id, List<DomainRequirement> requirements, Run<?, ?> run) {
        return CredentialsProvider.findCredentialById(id, IdCredentials.class, run, requirements);
    }

    /** The URL of a login. A key that is stored with a URL is sent only to that URL. */
    private static RemoteUrl url(BasetenLogin login, StringCredentials credential)
            throws AbortException, InvalidRemoteUrlException {
        String stored = credential instanceof BasetenApiKeyCredentials own ? Util.fixEmpty(own.getRemoteUrl()) : null;
        RemoteUrl storedUrl = parse(stored, Messages.the_stored_url(credential.getId()));
        RemoteUrl namedUrl = parse(login.getRemoteUrl(), Messages.the_remote_url());
        if (storedUrl != null && namedUrl != null && !storedUrl.equals(namedUrl)) {
            throw new AbortException(Messages.other_url(credential.getId(), storedUrl.toString(), namedUrl.toString()));
        }
        RemoteUrl url = storedUrl != null ? storedUrl : namedUrl;
        return url == null ? RemoteUrl.DEFAULT : url;
    }

    @CheckForNull
    private static RemoteUrl parse(@CheckForNull String text, String what) throws InvalidRemoteUrlException {
        return text == null ? null : BasetenConfiguration.get().parse(text, what);
    }

    /** Tells the build's log which login was made, and warns of a key that is too short to mask. */
    public void announce(@NonNull TaskListener log) {
        String prefix = plan.key().prefix();
        log.getLogger()
                .println(Messages.logged_in(
                        credential.getId(),
                        prefix.isEmpty() ? "" : Messages.with_prefix(prefix),
                        plan.remote(),
                        plan.url().toString()));
        if (plan.key().reveal().length() < KeyForms.MIN_LENGTH) {
            log.getLogger().println(Messages.too_short_to_mask(credential.getId(), KeyForms.MIN_LENGTH));
        }
    }

    /** Names the credential and the login, never the key. */
    @NonNull
    @Override
    public String toString() {
        return "ResolvedLogin[" + credential.getId() + ", " + plan.remote() + "]";
    }
}
