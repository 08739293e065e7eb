package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.util.Secret;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.auth.TrustRule;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.http.UserAgent;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.key.Confidential;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/** Opens clients of the management API. Their calls go through the proxy of the controller. */
public final class BasetenClients {
    private static final Duration TOTAL = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private BasetenClients() {}

    /** A client whose calls together take at most 30 seconds. */
    @NonNull
    public static ManagementApi open(@NonNull TrustedUrl trusted, @NonNull Confidential secret) {
        RemoteUrl url = trusted.url();
        return new ManagementApi(
                transport(url), url.managementUrl(), secret, Deadline.after(TOTAL, System::nanoTime), Sleeper.SYSTEM);
    }

    /**
     * Exchanges an identity token for an access token. All calls together take at most 30 seconds.
     *
     * @param clock the clock by which tokens expire
     * @param met called with each token as soon as it is known
     * @throws AuthException if there is no identity token, or if it is refused
     */
    @NonNull
    public static IdentityLogin.Granted grant(
            @NonNull TrustedUrl trusted,
            @NonNull TrustRule rule,
            @NonNull IdentitySource source,
            @NonNull InstantSource clock,
            @NonNull Consumer<Confidential> met)
            throws AuthException, ApiException, TransportException {
        RemoteUrl url = trusted.url();
        Deadline deadline = Deadline.after(TOTAL, System::nanoTime);
        // No variable of the controller changes the address.
        ManagementClients clients =
                new ManagementClients(new Environment(Map.of()), transport(url), deadline, Sleeper.SYSTEM, note -> {});
        return new IdentityLogin(clients, clock, met).grant(url, rule, source, deadline);
    }

    private static HttpTransport transport(RemoteUrl url) {
        return new HttpTransport(HttpSettings.of(
                        UserAgent.of(version(), System.getProperty("java.version"), System.getProperty("os.name")))
                .withTimeouts(SILENCE, SILENCE)
                .withProxies(Proxies.of(proxyVariables(Jenkins.get().getProxy(), url.managementUrl())))
                .withAdvice(JenkinsWords.ADVICE));
    }

    private static String version() {
        return Objects.requireNonNullElse(BasetenClients.class.getPackage().getImplementationVersion(), "0");
    }

    /**
     * The controller's proxy for an address, as the environment variables that the transport reads; empty if
     * there is no proxy for the address.
     */
    static Map<String, String> proxyVariables(@CheckForNull ProxyConfiguration proxy, URI target) {
        if (proxy == null
                || Util.fixEmpty(proxy.getName()) == null
                || proxy.getNoProxyHostPatterns().stream()
                        .anyMatch(host -> host.matcher(target.getHost()).matches())) {
            return Map.of();
        }
        String user = proxy.getUserName();
        String login = user == null || user.isEmpty()
                ? ""
                : encoded(user) + ":" + encoded(Secret.toString(proxy.getSecretPassword())) + "@";
        // The URL needs brackets around an IPv6 address, and Jenkins stores the address without brackets.
        String host = proxy.getName().contains(":") && !proxy.getName().startsWith("[")
                ? "[" + proxy.getName() + "]"
                : proxy.getName();
        String address = "http://" + login + host + ":" + proxy.getPort();
        return Map.of("https_proxy", address, "http_proxy", address);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
