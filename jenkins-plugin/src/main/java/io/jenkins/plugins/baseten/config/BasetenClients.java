package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.http.UserAgent;
import io.github.basetenci.key.ApiKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** Opens clients of the management API, by the proxy of the controller. */
public final class BasetenClients {
    private static final Duration TOTAL = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private BasetenClients() {}

    /** A client whose calls together take at most 30 seconds. */
    @NonNull
    public static ManagementApi open(@NonNull RemoteUrl url, @NonNull ApiKey key) {
        HttpSettings settings = HttpSettings.of(
                        UserAgent.of(version(), System.getProperty("java.version"), System.getProperty("os.name")))
                .withTimeouts(SILENCE, SILENCE)
                .withProxies(Proxies.of(proxyVariables(Jenkins.get().getProxy())));
        return new ManagementApi(
                new HttpTransport(settings),
                url.managementUrl(),
                key,
                Deadline.after(TOTAL, System::nanoTime),
                time -> Thread.sleep(time.toMillis()));
    }

    private static String version() {
        return Objects.requireNonNullElse(BasetenClients.class.getPackage().getImplementationVersion(), "0");
    }

    /** The controller's proxy as the variables that the transport reads. */
    static Map<String, String> proxyVariables(@CheckForNull ProxyConfiguration proxy) {
        Map<String, String> variables = new HashMap<>();
        if (proxy == null || proxy.getName() == null || proxy.getName().isEmpty()) {
            return variables;
        }
        String user = proxy.getUserName();
        String login = user == null || user.isEmpty()
                ? ""
                : encoded(user) + ":" + encoded(Secret.toString(proxy.getSecretPassword())) + "@";
        String address = "http://" + login + proxy.getName() + ":" + proxy.getPort();
        variables.put("https_proxy", address);
        variables.put("http_proxy", address);
        variables.put(
                "no_proxy",
                // Jenkins writes *.example.com where the variable has .example.com.
                proxy.getNoProxyHost() == null
                        ? ""
                        : proxy.getNoProxyHost()
                                .lines()
                                .flatMap(line -> Arrays.stream(line.split("[ ,|]+")))
                                .map(host -> host.startsWith("*.") ? host.substring(1) : host)
                                .filter(host -> !host.isEmpty())
                                .collect(Collectors.joining(",")));
        return variables;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
