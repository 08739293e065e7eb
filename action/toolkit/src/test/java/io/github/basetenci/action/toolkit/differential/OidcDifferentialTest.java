package io.github.basetenci.action.toolkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.action.toolkit.ActionsCore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node and Java ask for an OIDC token in the same way, and print the same of it. */
class OidcDifferentialTest {
  private static final String UUID = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";

  /** What the server answers to the first, second, ... request for a path. */
  private static final Map<String, List<Integer>> ANSWERS =
      Map.of("/at-once", List.of(200), "/later", List.of(502, 503, 504, 200));

  @TempDir Path scratch;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> asked = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void requestsAndOutputAreTheSame() throws Exception {
    List<Call> calls =
        List.of(
            call("/at-once", List.of()),
            call("/at-once", List.of("")),
            call("/later", List.of("api://a b/é?&c=~!*'()-_.🌎")),
            call("/later", List.of("sts.amazonaws.com")));
    List<Outcome> theirs = Node.perform(calls, scratch, files(), UUID);
    List<String> theirRequests = List.copyOf(requests);
    requests.clear();
    asked.clear();
    JavaCalls port = new JavaCalls(files(), "unused", ActionsCore.Builder::exact);
    List<Outcome> ours = new ArrayList<>();
    for (Call call : calls) {
      ours.add(port.perform(call));
    }
    assertThat(ours).isEqualTo(theirs);
    assertThat(ours).allMatch(outcome -> outcome.get("returned").equals("the.json.web-token"));
    assertThat(requests).hasSize(10).isEqualTo(theirRequests);
  }

  private Call call(String path, List<Object> args) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path + "?api-version=2.0";
    return new Call(
        "getIDToken",
        args,
        Map.of(
            "PATH",
            "/bin",
            "ACTIONS_ORCHESTRATION_ID",
            "a b.c",
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            url,
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
            "request-token"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    Headers headers = exchange.getRequestHeaders();
    requests.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            uri,
            headers.getFirst("Accept"),
            headers.getFirst("Authorization"),
            headers.getFirst("User-Agent")));
    List<Integer> answers = ANSWERS.get(exchange.getRequestURI().getPath());
    int status = answers.get((asked.merge(uri, 1, Integer::sum) - 1) % answers.size());
    byte[] body =
        (status == 200 ? "{\"value\":\"the.json.web-token\"}" : "busy")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Path files() throws IOException {
    return Files.createDirectories(scratch.resolve("files"));
  }
}
