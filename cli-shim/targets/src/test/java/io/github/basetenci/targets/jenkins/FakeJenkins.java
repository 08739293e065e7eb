package io.github.basetenci.targets.jenkins;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages of one credential, as Jenkins 2.541.2 with credentials 1491 serves them: XML in
 * ISO-8859-1 with redacted secrets, which a post takes as it comes.
 */
public final class FakeJenkins implements AutoCloseable {
  public static final String TOKEN = "11fakeApiTokenOfNobody000000000000";
  public static final String PAGE = "/credentials/store/system/domain/_/credential/team-key";

  /** What a post has left, in UTF-8. */
  public String xml;

  String description;
  String displayName;
  boolean readOnly;

  /** The next answers, before those of the server itself. */
  final List<Integer> failures = new ArrayList<>();

  /** What goes with such an answer. */
  final Map<String, String> failureHeaders = new HashMap<>();

  String failureBody = "";

  final List<String> requests = new ArrayList<>();
  private final HttpServer server;

  public FakeJenkins(String xml, String description, String displayName) throws IOException {
    this.xml = xml;
    this.description = description;
    this.displayName = displayName;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::serve);
    server.start();
  }

  public String target() {
    return "jenkins:http://127.0.0.1:" + server.getAddress().getPort() + PAGE;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(request);
      byte[] body = exchange.getRequestBody().readAllBytes();
      String login = Base64.getEncoder().encodeToString(("ci:" + TOKEN).getBytes(UTF_8));
      if (!failures.isEmpty()) {
        int status = failures.remove(0);
        if (status > 0) {
          exchange.getResponseHeaders().set("Location", "/login");
          failureHeaders.forEach(exchange.getResponseHeaders()::set);
          byte[] page = failureBody.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, page.length == 0 ? -1 : page.length);
          exchange.getResponseBody().write(page);
        }
      } else if (!("Basic " + login)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (request.equals("GET " + PAGE + "/config.xml")) {
        send(exchange, "application/xml", redacted().getBytes(ISO_8859_1));
      } else if (request.equals("GET " + PAGE + "/api/json?tree=description,displayName")) {
        JsonObject json =
            JsonObject.EMPTY.with("description", description).with("displayName", displayName);
        send(exchange, "application/json;charset=utf-8", Json.compact(json).getBytes(UTF_8));
      } else if (request.equals("POST " + PAGE + "/config.xml")) {
        boolean utf8 =
            "application/xml; charset=UTF-8"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!readOnly) {
          xml = new String(body, utf8 ? UTF_8 : ISO_8859_1);
          String prefix = xml.replaceAll("(?s).*<secret>([^.<]*).*", "$1");
          displayName = displayName.replaceFirst("\\(prefix [^,)]*", "(prefix " + prefix);
        }
        exchange.sendResponseHeaders(readOnly ? 403 : 200, -1);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String redacted() {
    return xml.replaceAll("<(secret|password)>[^<]*</", "<$1>\n    <secret-redacted/>\n  </");
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
