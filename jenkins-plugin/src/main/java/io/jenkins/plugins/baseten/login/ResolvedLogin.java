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
import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.KeySource;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.config.UntrustedUrlException;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentials;
import io.jenkins.plugins.baseten.identity.BlockAgent;
import io.jenkins.plugins.baseten.identity.BuildTokens;
import io.jenkins.plugins.baseten.identity.TokenRequest;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * A login with the key that its credential holds at this moment, or with an access token for the identity that
 * its credential describes. The object is never stored and never sent to another machine.
 *
 * @param credential the credential that the key or the identity comes from
 * @param plan what the tools get
 * @param granted the access token; null for a login with a key
 */
public record ResolvedLogin(
        @NonNull StandardCredentials credential,
        @NonNull LoginPlan plan,
        @CheckForNull IdentityLogin.Granted granted) {

    /**
     * Looks up the credentials as the build may see them. When this returns, each key and each token is masked in
     * the build's log, and each key is held by the {@link io.jenkins.plugins.baseten.leases.KeyScope} of this
     * thread.
     *
     * @param agent where the logins will be used
     * @throws AbortException with one sentence, if a wanted login cannot be made
     */
    @NonNull
    public static List<ResolvedLogin> all(
            @NonNull List<BasetenLogin> wanted, @NonNull Run<?, ?> run, @NonNull BlockAgent agent)
            throws AbortException, InterruptedException {
        long change = StoreChanges.count();
        List<ResolvedLogin> resolved = once(wanted, run, agent);
        while (change != StoreChanges.count()) {
            // A rotation may already have revoked a key that was replaced before this build held it.
            change = StoreChanges.count();
            List<ResolvedLogin> again = once(wanted, run, agent);
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

    /**
     * Looks up the credential of a login for a user of keys alone.
     *
     * @throws AbortException if the credential is an identity, or if the login cannot be made
     */
    @NonNull
    public static ResolvedLogin withKey(@NonNull BasetenLogin wanted, @NonNull Run<?, ?> run)
            throws AbortException, InterruptedException {
        String id = wanted.getCredentialsId();
        if (id != null && find(id, wanted, run) instanceof BasetenWorkloadIdentityCredentials) {
            throw new AbortException(Messages.identity_without_block(id));
        }
        return all(List.of(wanted), run, BlockAgent.NONE).get(0);
    }

    private static List<ResolvedLogin> once(List<BasetenLogin> wanted, Run<?, ?> run, BlockAgent agent)
            throws AbortException, InterruptedException {
        List<ResolvedLogin> resolved = new ArrayList<>();
        for (BasetenLogin login : wanted) {
            resolved.add(one(login, run, agent));
        }
        try {
            LoginPlans.refuseDuplicates(plans(resolved));
        } catch (AuthException e) {
            throw new AbortException(JenkinsWords.ADVICE.sentence(e));
        }
        return List.copyOf(resolved);
    }

    private static ResolvedLogin one(BasetenLogin login, Run<?, ?> run, BlockAgent agent)
            throws AbortException, InterruptedException {
        String id = login.getCredentialsId();
        if (id == null) {
            throw new AbortException(Messages.no_credentials_id());
        }
        IdCredentials credential = find(id, login, run);
        try {
            if (credential instanceof BasetenWorkloadIdentityCredentials identity) {
                return ofIdentity(identity, login, run, agent);
            }
            if (credential instanceof StringCredentials secret) {
                return ofKey(secret, id, login, run);
            }
        } catch (AuthException | InvalidRemoteUrlException e) {
            throw new AbortException(JenkinsWords.ADVICE.sentence(e));
        }
        throw new AbortException(
                Messages.wrong_type(id, credential.getDescriptor().getDisplayName()));
    }

    private static ResolvedLogin ofKey(StringCredentials credential, String id, BasetenLogin login, Run<?, ?> run)
            throws AbortException, AuthException, InvalidRemoteUrlException {
        Secret secret = credential.getSecret();
        ApiKey key;
        try {
            key = ApiKey.given(secret.getPlainText().trim());
        } catch (InvalidKeyException e) {
            throw new AbortException(Messages.unusable_key(id, e.getMessage()));
        }
        HeldKeysAction.of(run).hold(id, secret);
        String team = login.getTeam();
        if (team == null && credential instanceof BasetenApiKeyCredentials own) {
            team = own.getTeam();
        }
        LoginPlan plan = plans().of(
                        new GivenKey(key, KeySource.EXPLICIT, id, null),
                        new LoginPlans.Destination(
                                login.getRemote(), null, url(login, credential).toString(), team));
        return new ResolvedLogin(credential, plan, null);
    }

    /** The names are checked before the identity token is asked for. */
    private static ResolvedLogin ofIdentity(
            BasetenWorkloadIdentityCredentials credential, BasetenLogin login, Run<?, ?> run, BlockAgent agent)
            throws AbortException, AuthException, InvalidRemoteUrlException, InterruptedException {
        String id = credential.getId();
        if (login.getRemoteUrl() != null) {
            throw new AbortException(Messages.identity_has_url(id));
        }
        RemoteUrl stored = parse(Util.fixEmpty(credential.getRemoteUrl()), Messages.the_stored_url(id));
        RemoteUrl url = stored == null ? RemoteUrl.DEFAULT : stored;
        TrustedUrl trusted;
        try {
            trusted = TrustedUrl.of(url);
        } catch (UntrustedUrlException e) {
            throw new AbortException(Messages.identity_untrusted(id, e.getMessage()));
        }
        LoginPlans.Keyless plan = plans().keyless(new LoginPlans.Destination(
                login.getRemote(),
                login.getRemote(),
                url.toString(),
                login.getTeam() == null ? credential.getTeam() : login.getTeam()));
        IdentityLogin.Granted granted = BuildTokens.get(new TokenRequest(run, credential, agent), trusted);
        return new ResolvedLogin(credential, plan.with(granted.credential()), granted);
    }

    private static LoginPlans plans() {
        return new LoginPlans(new Environment(Map.of()), JenkinsWords.SOURCES);
    }

    @NonNull
    private static IdCredentials find(String id, BasetenLogin login, Run<?, ?> run) throws AbortException {
        IdCredentials found = find(id, LoginForms.requirements(login.getRemoteUrl()), run);
        if (login.getRemoteUrl() == null) {
            // The domain of the credential must allow the URL that the credential is stored with.
            IdCredentials any = found == null ? find(id, List.of(), run) : found;
            String stored = any == null ? null : storedUrl(any);
            if (stored != null) {
                found = find(id, LoginForms.requirements(stored), run);
            }
        }
        if (found == null) {
            throw new AbortException(missing(id, login, run));
        }
        return found;
    }

    /** The URL of a credential of our types; null if it has none of its own. */
    @CheckForNull
    private static String storedUrl(IdCredentials credential) {
        if (credential instanceof BasetenApiKeyCredentials key) {
            return key.getRemoteUrl();
        }
        return credential instanceof BasetenWorkloadIdentityCredentials identity ? identity.getRemoteUrl() : null;
    }

    private static String missing(String id, BasetenLogin login, Run<?, ?> run) {
        IdCredentials elsewhere = find(id, List.of(), run);
        String url = elsewhere != null && login.getRemoteUrl() == null ? storedUrl(elsewhere) : login.getRemoteUrl();
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

    /** When the access token must be renewed; empty for a login with a key. */
    @NonNull
    public Optional<Instant> renewal() {
        return granted == null ? Optional.empty() : Optional.of(granted.life().renewal());
    }

    /** Whether the access token has expired. A key has no end. */
    public boolean isOver(@NonNull Instant now) {
        return granted != null && !now.isBefore(granted.life().end());
    }

    /**
     * Refuses a token that is too short for truss.
     *
     * @param unknownRemotes whether the trussrc gets remotes that truss does not know
     */
    public void checkForTruss(boolean unknownRemotes) throws AbortException {
        if (granted != null && (unknownRemotes || plan.url().isKnown())) {
            try {
                granted.life().checkForTruss();
            } catch (AuthException e) {
                throw new AbortException(Messages.token_too_short(credential.getId(), JenkinsWords.ADVICE.sentence(e)));
            }
        }
    }

    /** Tells the build's log which login was made, and warns of problems that it has. */
    public void announce(@NonNull TaskListener log) {
        if (granted != null) {
            announce(granted, log);
            return;
        }
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

    private void announce(IdentityLogin.Granted token, TaskListener log) {
        log.getLogger()
                .println(Messages.logged_in_by_identity(
                        credential.getId(),
                        plan.remote(),
                        plan.url().toString(),
                        token.life().end().truncatedTo(ChronoUnit.SECONDS).toString()));
        token.warnings().forEach(warning -> log.getLogger().println(Messages.identity_warning(warning)));
    }

    /** Names the credential and the login, never the key. */
    @NonNull
    @Override
    public String toString() {
        return "ResolvedLogin[" + credential.getId() + ", " + plan.remote() + "]";
    }
}
