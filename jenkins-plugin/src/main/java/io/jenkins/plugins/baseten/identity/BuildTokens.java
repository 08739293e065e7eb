package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import hudson.util.Secret;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.TrustRule;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.Confidential;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.JenkinsWords;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The access tokens of the builds that run, one for each credential of a build. They are in memory only; after a
 * restart of the controller a build gets new ones.
 */
public final class BuildTokens {
    private static final Logger LOGGER = Logger.getLogger(BuildTokens.class.getName());

    private static final ConcurrentMap<Run<?, ?>, Build> BUILDS = new ConcurrentHashMap<>();

    /** The longest time for which an identity token is masked. */
    private static final Duration LONGEST_IDENTITY = Duration.ofDays(1);

    /** Tests replace the clock. */
    private static volatile InstantSource clock = InstantSource.system();

    private BuildTokens() {}

    /** What an access token depends on. A changed credential gives another token. */
    private record Wanted(
            @NonNull String credentialsId,
            @NonNull TrustRule rule,
            @NonNull String url,
            @NonNull String source) {}

    /** The tokens of one build, and the ids of the credentials that gave identity tokens for them. */
    private record Build(
            @NonNull ConcurrentMap<Wanted, SharedToken> tokens,
            @NonNull Set<String> sources) {
        Build() {
            this(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        }
    }

    /** Forgets all tokens at the start of Jenkins, because one process may start Jenkins twice, as tests do. */
    @Initializer(after = InitMilestone.PLUGINS_PREPARED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    @Restricted(NoExternalUse.class)
    public static void forgetAll() {
        BUILDS.clear();
    }

    /** The time by which tokens expire. */
    @NonNull
    public static Instant now() {
        return clock.instant();
    }

    /** Replaces the clock, for tests. */
    @Restricted(NoExternalUse.class)
    public static void setClock(@NonNull InstantSource other) {
        clock = other;
    }

    /** Whether a running build has asked for a token. */
    public static boolean any() {
        return !BUILDS.isEmpty();
    }

    /**
     * The access token of a build for a credential. When this returns, the identity token and the access token are
     * masked in the log of the build.
     *
     * @param url the URL of the credential; the identity token is sent to no other URL
     * @throws IdentityRefusedException if Baseten refuses the identity
     * @throws AbortException with one sentence, if there is no token for another reason
     */
    @NonNull
    public static Granted get(@NonNull TokenRequest request, @NonNull TrustedUrl url)
            throws AbortException, InterruptedException {
        BasetenWorkloadIdentityCredentials credential = request.credential();
        IdentityTokenSource source = credential.getSource();
        if (source == null) {
            throw new AbortException(Messages.source_missing(credential.getId()));
        }
        TrustRule rule = rule(credential, url);
        Wanted wanted = new Wanted(credential.getId(), rule, url.toString(), source.summary());
        try {
            return shared(request.run(), wanted)
                    .get(location(request, source), () -> exchange(request, source, rule, url), clock);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AbortException known) {
                throw copy(known);
            }
            LOGGER.log(Level.WARNING, "cannot get an access token for " + request.run(), e.getCause());
            throw new AbortException(Messages.exchange_no_answer(url.toString(), credential.getId()));
        }
    }

    /** Blocks that wait for one exchange share its failure, and Jenkins changes the exceptions that blocks throw. */
    private static AbortException copy(AbortException shared) {
        return shared instanceof IdentityRefusedException refused
                ? refused.copy()
                : new AbortException(shared.getMessage());
    }

    /** The location that is asked for the identity token: the agent of the block, or nothing that depends on the block. */
    private static String location(TokenRequest request, IdentityTokenSource source) throws InterruptedException {
        if (!source.asksAgent()) {
            return "";
        }
        try {
            FilePath directory = request.agent().directory();
            Computer computer = directory == null ? null : directory.toComputer();
            return computer == null ? "no agent" : "agent " + computer.getName();
        } catch (IOException e) {
            // The message names the agent that is not connected.
            return "lost: " + e.getMessage();
        }
    }

    /**
     * Whether a credential gives an identity token to a build for the first time, as far as is known; after a restart of
     * the controller nothing is known.
     *
     * @param credentialsId the id of the credential that is the source
     */
    static boolean isFirstUse(@NonNull Run<?, ?> run, @NonNull String credentialsId) {
        Build build = BUILDS.get(run);
        return build == null || build.sources().add(credentialsId);
    }

    private static SharedToken shared(Run<?, ?> run, Wanted wanted) {
        Build build = BUILDS.computeIfAbsent(run, any -> new Build());
        if (!run.isLogUpdated()) {
            // The build is over, and {@link Cleaner} may have removed it before it was put.
            BUILDS.remove(run);
        }
        return build.tokens().computeIfAbsent(wanted, any -> new SharedToken());
    }

    private static TrustRule rule(BasetenWorkloadIdentityCredentials credential, TrustedUrl url) throws AbortException {
        String audience = credential.getAudience();
        int lifetime = credential.getTokenLifetime();
        try {
            return TrustRule.of(
                    credential.getTrustRule(),
                    audience == null ? url.audience() : audience,
                    lifetime == 0 ? null : Duration.ofSeconds(lifetime));
        } catch (AuthException e) {
            throw new AbortException(Messages.credential_unusable(credential.getId(), sentence(e)));
        }
    }

    private static Granted exchange(TokenRequest request, IdentityTokenSource source, TrustRule rule, TrustedUrl url)
            throws AbortException {
        String id = request.credential().getId();
        HeldKeysAction held = HeldKeysAction.of(request.run());
        try {
            Granted granted = BasetenClients.grant(url, rule, source.of(request), clock, token -> met(held, token));
            hold(held, granted.credential().token(), granted.credential().expires());
            return granted;
        } catch (AuthException e) {
            AuthException.Refusal refusal = e.refusal().orElse(null);
            if (refusal == null) {
                throw new AbortException(Messages.no_token(id, sentence(e)));
            }
            throw new IdentityRefusedException(Messages.no_token(id, sentence(e)), lines(refusal, source));
        } catch (ApiException | TransportException e) {
            // The reason may tell of the controller's network, so it is for administrators and not for the job.
            LOGGER.log(Level.WARNING, "no access token for the credential {0} from {1}: {2}", new Object[] {
                id, url, e.getMessage()
            });
            throw new AbortException(Messages.exchange_no_answer(url.toString(), id));
        }
    }

    private static String sentence(AuthException e) {
        return JenkinsWords.ADVICE.sentence(e);
    }

    private static void met(HeldKeysAction held, Confidential token) {
        Instant now = now();
        Optional<Instant> end = token instanceof AccessToken ? Optional.empty() : end(token, now);
        if (end.isPresent()) {
            held.holdIdentityToken(Secret.fromString(token.reveal()), end.get(), now);
        } else {
            hold(held, token, now.plus(IdentityExchange.LONGEST));
        }
    }

    /** When an identity token ends, as far as it says so and one may wait for it. */
    private static Optional<Instant> end(Confidential token, Instant now) {
        try {
            return IdentityToken.of(token.reveal())
                    .claims()
                    .expires()
                    .map(end -> end.isAfter(now.plus(LONGEST_IDENTITY)) ? now.plus(LONGEST_IDENTITY) : end);
        } catch (InvalidIdentityTokenException e) {
            return Optional.empty();
        }
    }

    private static void hold(HeldKeysAction held, Confidential token, Instant expires) {
        held.holdToken(Secret.fromString(token.reveal()), expires, now());
    }

    private static List<String> lines(AuthException.Refusal refusal, IdentityTokenSource source) {
        List<String> lines = new ArrayList<>();
        lines.add(Messages.refused_claims());
        refusal.claims().forEach(claim -> lines.add(Messages.refused_line(claim)));
        lines.add(Messages.refused_causes());
        if (source instanceof CredentialTokenSource) {
            lines.add(Messages.refused_line(Messages.issuer_not_listed()));
        }
        refusal.causes().forEach(cause -> lines.add(Messages.refused_line(cause)));
        return lines;
    }

    /** Forgets the tokens of builds that are over. */
    @Extension
    public static final class Cleaner extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            BUILDS.remove(run);
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            BUILDS.remove(run);
        }
    }
}
