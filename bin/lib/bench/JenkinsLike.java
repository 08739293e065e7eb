import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * {@code JenkinsLike FILE PREFIX}: answers for every credential that is asked for, as Jenkins does,
 * and takes what is posted. It writes its address into the file. Run as a source file.
 */
public final class JenkinsLike {
  private static final String CREDENTIAL =
      "<io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl plugin=\"baseten@0.1.0\">\n"
          + "  <scope>GLOBAL</scope>\n  <id>%1$s</id>\n  <description></description>\n"
          + "  <secret>\n    <secret-redacted/>\n  </secret>\n"
          + "  <remoteUrl>https://app.baseten.co</remoteUrl>\n"
          + "</io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl>";

  private final Map<String, String> prefixes = new ConcurrentHashMap<>();
  private final String first;

  private JenkinsLike(String first) {
    this.first = first;
  }

  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", new JenkinsLike(args[1])::serve);
    server.start();
    Path file = Path.of(args[0]);
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, "http://127.0.0.1:" + server.getAddress().getPort());
    Files.move(beside, file);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String[] path = exchange.getRequestURI().getPath().split("/credential/");
      String id = path[1].split("/")[0];
      if (exchange.getRequestMethod().equals("POST")) {
        prefixes.put(id, body.replaceAll("(?s).*<secret>([^.<]*).*", "$1"));
        exchange.sendResponseHeaders(200, -1);
      } else if (path[1].endsWith("/config.xml")) {
        send(exchange, "application/xml", CREDENTIAL.formatted(id));
      } else {
        String name = id + " (prefix " + prefixes.getOrDefault(id, first) + ")";
        send(exchange, "application/json;charset=utf-8", "{\"description\":\"\",\"displayName\":\"" + name + "\"}");
      }
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
