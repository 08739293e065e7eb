package io.github.basetenci.targets.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.goterl.lazysodium.SodiumJava;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of GitHub's API that holds secrets, on loopback. It opens what it is given with
 * libsodium, and keeps what it finds inside.
 */
public final class FakeGitHub implements AutoCloseable {
  /** The only token that it knows. */
  public static final String TOKEN = "ghp_fakeTokenOfNobody00000000000000000000";

  private static final SodiumJava SODIUM = new SodiumJava();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();

  public FakeGitHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * A secret that is there, and with it its place.
   *
   * @param place the path below which its place has secrets, as it comes encoded
   */
  public void hold(String place, String name, String value) {
    place(place).secrets.put(name, new Secret(value, "", List.of()));
  }

  public void holdVisible(
      String place, String name, String value, String visibility, List<String> repositories) {
    place(place).secrets.put(name, new Secret(value, visibility, repositories));
  }

  /** The value of a secret, or null. */
  public String value(String place, String name) {
    Secret secret = place(place).secrets.get(name);
    return secret == null ? null : secret.value;
  }

  /** What it is, apart from the value. */
  public String visibility(String place, String name) {
    Secret secret = place(place).secrets.get(name);
    return secret.visibility + secret.repositories;
  }

  public void replaceKeyPair(String place) {
    places.put(place, new Place(place(place).secrets));
  }

  /** Sends another public key than the one that opens. */
  public void announce(String place, byte[] publicKey) {
    place(place).announced = publicKey;
  }

  /** Asked before each request is served; the first that answers, answers. */
  public void rule(Rule rule) {
    rules.add(rule);
  }

  public void clearRules() {
    rules.clear();
  }

  /** Method and path of each request, in the order of their arrival. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The most requests that were being served at the same time. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  public void clearRequests() {
    requests.clear();
  }

  /** What a rule may do instead of the server. */
  public interface Rule {
    /** Null to leave the request to others. */
    Reply reply(String request);
  }

  /**
   * @param status 0 to cut the connection; negative to do what was asked and then cut it
   */
  public record Reply(int status, String body, Map<String, String> headers) {
    public static Reply of(int status, String message) {
      return new Reply(status, "{\"message\":\"" + message + "\"}", Map.of());
    }

    public Reply with(String header, String value) {
      Map<String, String> more = new ConcurrentHashMap<>(headers);
      more.put(header, value);
      return new Reply(status, body, more);
    }
  }

  private Place place(String path) {
    return places.computeIfAbsent(path, p -> new Place(new ConcurrentHashMap<>()));
  }

  private void serve(HttpExchange exchange) throws IOException {
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } finally {
        // Not later: a client that has its answer may ask again before this thread goes on.
        inFlight.decrementAndGet();
      }
      if (reply.status > 0) {
        send(exchange, reply);
      }
    } catch (JsonParseException e) {
      throw new IOException(e);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException, JsonParseException {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    String request = exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query);
    requests.add(request);
    byte[] body = exchange.getRequestBody().readAllBytes();
    for (Rule rule : rules) {
      Reply reply = rule.reply(request);
      if (reply != null) {
        if (reply.status < 0) {
          answer(exchange, path, body);
        }
        return reply;
      }
    }
    return answer(exchange, path, body);
  }

  private Reply answer(HttpExchange exchange, String path, byte[] body) throws JsonParseException {
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Reply.of(401, "Bad credentials");
    }
    Place listed = places.get(path);
    if (listed != null) {
      return ok(listed.names(exchange.getRequestURI().getQuery()));
    }
    boolean list = path.endsWith("/repositories");
    String secretPath = list ? path.substring(0, path.lastIndexOf('/')) : path;
    int slash = secretPath.lastIndexOf('/');
    Place place = places.get(secretPath.substring(0, slash));
    String name = secretPath.substring(slash + 1);
    if (place == null) {
      return Reply.of(404, "Not Found");
    }
    if (exchange.getRequestMethod().equals("PUT")) {
      return place.put(name, (JsonObject) Json.parse(new String(body, UTF_8)));
    }
    if (name.equals("public-key")) {
      return ok(
          JsonObject.EMPTY
              .with("key_id", place.keyId)
              .with("key", Base64.getEncoder().encodeToString(place.announced)));
    }
    Secret secret = place.secrets.get(name);
    if (secret == null) {
      return Reply.of(404, "Not Found");
    }
    return ok(
        list
            ? secret.repositories(exchange.getRequestURI().getQuery())
            : JsonObject.EMPTY
                .with("name", name)
                .with("updated_at", "2026-01-01T00:00:00Z")
                .with("visibility", secret.visibility));
  }

  private static Reply ok(JsonObject body) {
    return new Reply(200, Json.compact(body), Map.of());
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    reply.headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status, reply.status == 204 ? -1 : bytes.length);
    if (reply.status != 204) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private record Secret(String value, String visibility, List<String> repositories) {
    JsonObject repositories(String query) {
      int page = Integer.parseInt(query.replaceAll(".*&page=", ""));
      List<JsonValue> found = new ArrayList<>();
      for (int i = 100 * (page - 1); i < Math.min(100 * page, repositories.size()); i++) {
        found.add(JsonObject.EMPTY.with("id", new JsonNumber(repositories.get(i))));
      }
      return JsonObject.EMPTY.with("repositories", new JsonArray(found));
    }
  }

  private static final class Place {
    private final byte[] publicKey = new byte[32];
    private final byte[] secretKey = new byte[32];
    private final String keyId = Long.toString(System.nanoTime());
    private final Map<String, Secret> secrets;
    private byte[] announced = publicKey;

    Place(Map<String, Secret> secrets) {
      this.secrets = secrets;
      SODIUM.crypto_box_keypair(publicKey, secretKey);
    }

    /** One page of the secrets, as GitHub lists them: by name and without values. */
    JsonObject names(String query) {
      int page = Integer.parseInt(query.replaceAll(".*&page=", ""));
      List<String> names = secrets.keySet().stream().sorted().toList();
      List<JsonValue> found = new ArrayList<>();
      for (int i = 100 * (page - 1); i < Math.min(100 * page, names.size()); i++) {
        found.add(
            JsonObject.EMPTY
                .with("name", names.get(i))
                .with("created_at", "2025-01-01T00:00:00Z")
                .with("updated_at", "2026-01-01T00:00:00Z"));
      }
      return JsonObject.EMPTY
          .with("total_count", new JsonNumber(Integer.toString(names.size())))
          .with("secrets", new JsonArray(found));
    }

    Reply put(String name, JsonObject body) {
      if (!keyId.equals(body.string("key_id"))) {
        return Reply.of(422, "The key_id is not the current one");
      }
      byte[] box = Base64.getDecoder().decode(body.string("encrypted_value"));
      byte[] value = new byte[box.length - SealedBox.OVERHEAD];
      if (SODIUM.crypto_box_seal_open(value, box, box.length, publicKey, secretKey) != 0) {
        return Reply.of(422, "The value does not open");
      }
      List<String> ids = new ArrayList<>();
      for (JsonValue id : body.array("selected_repository_ids")) {
        ids.add(id instanceof JsonString s ? "\"" + s.value() + "\"" : ((JsonNumber) id).text());
      }
      String visibility = body.string("visibility");
      Secret secret =
          new Secret(new String(value, UTF_8), visibility == null ? "" : visibility, ids);
      return secrets.put(name, secret) == null
          ? new Reply(201, "{}", Map.of())
          : new Reply(204, "", Map.of());
    }
  }
}
