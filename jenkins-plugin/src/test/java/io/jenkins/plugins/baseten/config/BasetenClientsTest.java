package io.jenkins.plugins.baseten.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hudson.ProxyConfiguration;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Proxies;
import io.github.basetenci.key.ApiKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A proxy's password is a secret of Jenkins, so there is a Jenkins. */
@WithJenkins
class BasetenClientsTest {
    private static final URI TARGET = URI.create("https://api.baseten.co");
    private static final String PASSWORD = "p@ss:w/rd+ä %41#?";

    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @Test
    void withoutAProxyThereAreNoVariables() {
        assertThat(BasetenClients.proxyVariables(null, TARGET)).isEmpty();
        assertThat(BasetenClients.proxyVariables(new ProxyConfiguration("", 0), TARGET))
                .isEmpty();
    }

    @Test
    void theProxyServesBothSchemes() throws Exception {
        Map<String, String> variables =
                BasetenClients.proxyVariables(new ProxyConfiguration("proxy.example.com", 3128), TARGET);
        assertThat(Proxies.of(variables).address(TARGET)).isEqualTo("proxy.example.com:3128");
        assertThat(Proxies.of(variables).address(URI.create("http://api.example.com")))
                .isEqualTo("proxy.example.com:3128");
    }

    @Test
    void anAddressOfTheNewKindGetsItsBrackets() throws Exception {
        Map<String, String> variables =
                BasetenClients.proxyVariables(new ProxyConfiguration("2001:db8::1", 80), TARGET);
        assertThat(Proxies.of(variables).address(TARGET)).isEqualTo("[2001:db8::1]:80");
    }

    /** The patterns are those that Jenkins takes, which no variable could express. */
    @ParameterizedTest
    @CsvSource({
        "api.baseten.co, true",
        "*.baseten.co, true",
        "api.*, true",
        "*, true",
        "example.com|api.baseten.co, true",
        "baseten.co, false",
        "*.example.com, false",
    })
    void hostsWithoutProxyAreThoseThatJenkinsMeans(String hosts, boolean direct) {
        ProxyConfiguration proxy = new ProxyConfiguration("proxy.example.com", 3128, null, null, hosts);
        assertThat(BasetenClients.proxyVariables(proxy, TARGET).isEmpty()).isEqualTo(direct);
    }

    @Test
    void aPasswordWithSpecialCharactersReachesTheProxyAndNoMessage() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> head = CompletableFuture.supplyAsync(() -> refuse(server));
            r.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", server.getLocalPort(), "jen:kins", PASSWORD, null));
            Throwable thrown = catchThrowable(() -> BasetenClients.open(
                            TrustedUrl.of(RemoteUrl.DEFAULT), ApiKey.of("aBcD1234.0123456789abcdefghijKLMNOPQRSTUV"))
                    .me());
            String login =
                    Base64.getEncoder().encodeToString(("jen:kins:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            assertThat(head.get())
                    .contains("CONNECT api.baseten.co:443 HTTP/1.1", "Proxy-Authorization: Basic " + login)
                    .noneMatch(line -> line.contains("0123456789abcdef"));
            assertThat(thrown)
                    .hasMessageContaining("407")
                    .hasMessageEndingWith("; correct the user name and the password under Manage Jenkins, System,"
                            + " HTTP Proxy Configuration");
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString())
                        .doesNotContain("p@ss")
                        .doesNotContain("p%40ss")
                        .doesNotContain(login);
            }
        } finally {
            r.jenkins.setProxy(null);
        }
    }

    private static List<String> refuse(ServerSocket server) {
        List<String> head = new ArrayList<>();
        try (Socket connection = server.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head;
    }
}
