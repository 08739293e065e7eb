package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsScope;
import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.SignedIdentity;
import io.github.basetenci.sandbox.SigningAlgorithm;
import io.github.basetenci.sandbox.TestIssuer;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A sandbox with a trust rule for a machine of Google Cloud, and a clock that stands until it is moved. */
public final class IdentityWorld implements AutoCloseable {
    public static final String RULE = "abcd1234";
    public static final String AUDIENCE = "https://baseten.example/ci";
    public static final String SUBJECT = "jenkins-agent";

    public final Sandbox sandbox;
    public final TestIssuer issuer;
    private final Clock clock = new Movable();
    private volatile Instant now;

    /** A world whose access tokens live an hour at most. */
    public static IdentityWorld start() throws IOException {
        return start(Duration.ofHours(1), Instant.parse("2026-11-30T10:00:00Z"));
    }

    /** A world whose access tokens live so long at most, at a time. */
    public static IdentityWorld start(Duration longest, Instant begin) throws IOException {
        return new IdentityWorld(longest, begin);
    }

    private IdentityWorld(Duration longest, Instant begin) throws IOException {
        now = begin;
        issuer = TestIssuer.of("https://accounts.google.com", SigningAlgorithm.ES256, clock);
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withClock(clock)
                .withIssuer(issuer)
                .withTrustRule(
                        SeedRule.of("ci", issuer.issuer(), "claims.sub == '" + SUBJECT + "'", AUDIENCE, "ci-deployer")
                                .withId(RULE)
                                .withLongest(longest)));
        BuildTokens.setClock(clock);
        BasetenConfiguration.get().setTrustedUrls(url());
    }

    public String url() {
        return sandbox.url().toString();
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** An identity token that the trust rule accepts, for five minutes. */
    public String identity() {
        return signed().sign();
    }

    public SignedIdentity signed() {
        return issuer.token(AUDIENCE).with("sub", SUBJECT);
    }

    /** A credential for this sandbox, not stored. */
    public BasetenWorkloadIdentityCredentialsImpl credential(String id, IdentityTokenSource source) {
        BasetenWorkloadIdentityCredentialsImpl credential =
                new BasetenWorkloadIdentityCredentialsImpl(CredentialsScope.GLOBAL, id, null, RULE, source);
        credential.setAudience(AUDIENCE);
        credential.setRemoteUrl(url());
        return credential;
    }

    /** Writes a fresh identity token into a file, as an agent that projects tokens does. */
    public Path project(Path file) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), identity() + "\n");
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The access tokens that were given, oldest first. */
    public List<String> tokens() {
        return sandbox.tokens().stream().map(IssuedToken::value).toList();
    }

    /** The requests for an access token. */
    public List<RequestEntry> exchanges() {
        return sandbox.requests().stream()
                .filter(request -> request.path().equals("/v1/auth/token"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        BuildTokens.setClock(InstantSource.system());
        sandbox.close();
    }

    private final class Movable extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
