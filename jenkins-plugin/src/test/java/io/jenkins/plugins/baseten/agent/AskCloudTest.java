package io.jenkins.plugins.baseten.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that the metadata services of the clouds get. */
class AskCloudTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqb2IifQ.c2lnbmF0dXJl";

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = TOKEN + "\n";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Metadata-Flavor") + " "
                    + exchange.getRequestHeaders().getFirst("Metadata"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", host() + "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void googleIsAskedForTheAudience() {
        assertThat(AskCloud.gcp(host(), "https://api.baseten.co?a&b").call().token())
                .isEqualTo(TOKEN);
        assertThat(requests)
                .containsExactly("GET /computeMetadata/v1/instance/service-accounts/default/identity"
                        + "?audience=https%3A%2F%2Fapi.baseten.co%3Fa%26b&format=full Google null");
    }

    @Test
    void azureIsAskedForTheAudience() {
        body = "{\"token_type\": \"Bearer\", \"access_token\" : \"" + TOKEN + "\"}";
        assertThat(AskCloud.azure(host(), "api://baseten").call().token()).isEqualTo(TOKEN);
        assertThat(requests)
                .containsExactly("GET /metadata/identity/oauth2/token?api-version=2018-02-01"
                        + "&resource=api%3A%2F%2Fbaseten null true");
    }

    @Test
    void anAnswerWithoutATokenIsRefused() {
        body = "not found";
        assertThat(AskCloud.gcp(host(), "a").call().refusal()).startsWith("contains no JSON web token");
        assertThat(AskCloud.azure(host(), "a").call().refusal()).isEqualTo("is empty");
        status = 404;
        assertThat(AskCloud.azure(host(), "a").call().refusal()).isEqualTo("answered the agent with HTTP 404");
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;
        assertThat(AskCloud.gcp(host(), "a").call().refusal()).isEqualTo("answered the agent with HTTP 302");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aMachineElsewhereHasNoSuchService() {
        String gone = host();
        server.stop(0);
        assertThat(AskCloud.gcp(gone, "a").call().refusal())
                .isEqualTo("does not answer the agent, which may run elsewhere");
    }

    private String host() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
