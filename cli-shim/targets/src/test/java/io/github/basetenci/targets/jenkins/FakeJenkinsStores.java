package io.github.basetenci.targets.jenkins;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The stores of credentials of a controller and of its folders, and the jobs in them, in the JSON
 * that Jenkins with the credentials plugin answers. {@code FleetInitOfJenkinsTest} of the Jenkins
 * plugin compares it with a Jenkins.
 */
public final class FakeJenkinsStores implements AutoCloseable {
  public static final String USER = "ci";
  public static final String TOKEN = "11fakeApiTokenOfNobody000000000000";

  /** The answers to these paths are these statuses. */
  public final Map<String, Integer> statuses = new ConcurrentHashMap<>();

  /** Sent in place of every answer if it is not null. */
  public volatile String body;

  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** What the Baseten plugin says of the keys that it rotates. */
  private final List<JsonValue> rotated = new CopyOnWriteArrayList<>();

  private final Map<String, Map<String, List<JsonValue>>> stores = new LinkedHashMap<>();
  private final Map<String, List<JsonValue>> jobs = new LinkedHashMap<>();
  private final HttpServer server;

  public FakeJenkinsStores() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::serve);
    server.start();
    open("");
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void open(String path) {
    stores.put(path, new LinkedHashMap<>(Map.of("_", new ArrayList<>())));
    jobs.put(path, new ArrayList<>());
  }

  /** Adds a folder with a store. Its parent has to be there. */
  public void folder(String parent, String name) {
    jobs.get(parent)
        .add(
            JsonObject.EMPTY
                .with("_class", "com.cloudbees.hudson.plugins.folder.Folder")
                .with("name", name)
                .with("jobs", new JsonArray(List.of())));
    open(parent + "/job/" + name);
  }

  /** Adds jobs that are no folders. */
  public void jobs(String parent, int count) {
    for (int i = 0; i < count; i++) {
      jobs.get(parent)
          .add(
              JsonObject.EMPTY
                  .with("_class", "org.jenkinsci.plugins.workflow.job.WorkflowJob")
                  .with("name", "job-" + i));
    }
  }

  /** Adds a Baseten API key. */
  public void apiKey(String path, String domain, String id, String prefix) {
    credential(path, domain, id, "Baseten API key", "", id + " (prefix " + prefix + ", team ml)");
  }

  /** Gives a Baseten API key a policy of the plugin. */
  public void rotates(String folder, String id) {
    rotated.add(
        JsonObject.EMPTY
            .with("folder", folder)
            .with("id", id)
            .with("rotatedHere", new JsonBoolean(true)));
  }

  public void secretText(String path, String id, String description) {
    credential(path, "_", id, "Secret text", description, description.isEmpty() ? id : description);
  }

  public void credential(
      String path, String domain, String id, String type, String description, String displayName) {
    stores
        .get(path)
        .computeIfAbsent(domain, any -> new ArrayList<>())
        .add(
            JsonObject.EMPTY
                .with("description", description)
                .with("displayName", displayName)
                .with("id", id)
                .with("typeName", type));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      String login = Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(UTF_8));
      if (statuses.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(statuses.get(path), -1);
        return;
      }
      if (!("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String answer = body != null ? body : answer(path, exchange.getRequestURI().getQuery());
      byte[] bytes = answer.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
      exchange.sendResponseHeaders(
          answer.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Empty where nothing is. */
  private String answer(String path, String query) {
    if (path.equals("/manage/baseten-keys/api/json")) {
      return Json.compact(JsonObject.EMPTY.with("keys", new JsonArray(rotated)));
    }
    int store = path.indexOf("/credentials/store/");
    String folder = store < 0 ? path.replaceFirst("/api/json$", "") : path.substring(0, store);
    if (!stores.containsKey(folder)) {
      return "";
    }
    if (store < 0) {
      String[] range = query.replaceAll(".*\\{(\\d+,\\d+)}$", "$1").split(",", -1);
      List<JsonValue> all = jobs.get(folder);
      int from = Math.min(all.size(), Integer.parseInt(range[0]));
      int to = Math.min(all.size(), Integer.parseInt(range[1]));
      return Json.compact(
          JsonObject.EMPTY
              .with("_class", "hudson.model.Hudson")
              .with("jobs", new JsonArray(all.subList(from, to))));
    }
    String name = folder.isEmpty() ? "system" : "folder";
    String rest = path.substring(store + "/credentials/store/".length());
    if (rest.equals(name + "/api/json")) {
      return Json.compact(domains(stores.get(folder)));
    }
    return credential(stores.get(folder), rest.substring(name.length()));
  }

  private static JsonObject domains(Map<String, List<JsonValue>> store) {
    JsonObject domains = JsonObject.EMPTY;
    for (Map.Entry<String, List<JsonValue>> each : store.entrySet()) {
      domains =
          domains.with(
              each.getKey(),
              JsonObject.EMPTY
                  .with(
                      "_class",
                      "com.cloudbees.plugins.credentials.CredentialsStoreAction$DomainWrapper")
                  .with("credentials", new JsonArray(each.getValue()))
                  .with("urlName", each.getKey().replace(" ", "%20")));
    }
    return JsonObject.EMPTY
        .with(
            "_class",
            "com.cloudbees.plugins.credentials.SystemCredentialsProvider$UserFacingAction")
        .with("domains", domains);
  }

  private static String credential(Map<String, List<JsonValue>> store, String rest) {
    String[] parts = rest.split("/", -1);
    for (JsonValue each : store.getOrDefault(parts[2], List.of())) {
      JsonObject credential = (JsonObject) each;
      if (parts.length > 4 && parts[4].equals(credential.string("id"))) {
        return Json.compact(credential);
      }
    }
    return "";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
