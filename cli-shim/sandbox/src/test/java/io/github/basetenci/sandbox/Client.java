package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A plain client of a sandbox, with one credential. */
final class Client {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI base;
  private final String authorization;

  private Client(URI base, String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  static Client bearer(Sandbox sandbox, String credential) {
    return new Client(sandbox.url(), "Bearer " + credential);
  }

  static Client of(Sandbox sandbox, KeyType type) {
    return bearer(sandbox, sandbox.key(type));
  }

  static Client withHeader(Sandbox sandbox, String authorization) {
    return new Client(sandbox.url(), authorization);
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", "application/json");
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, "", "application/json");
  }

  /** Posts JSON, written with single quotes. */
  Reply post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, json.replace('\'', '"'), "application/json");
  }

  /** Changes by JSON, written with single quotes. */
  Reply patch(String path, String json) throws IOException, InterruptedException {
    return send("PATCH", path, json.replace('\'', '"'), "application/json");
  }

  /** Posts a body as it is. */
  Reply postText(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body, "application/json");
  }

  Reply form(String path, String form) throws IOException, InterruptedException {
    return send("POST", path, form, "application/x-www-form-urlencoded");
  }

  private Reply send(String method, String path, String body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofHours(1))
            .header("Content-Type", type)
            .header("User-Agent", "test/1")
            .method(method, BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Reply(response);
  }

  /** An answer. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() throws IOException {
      return MAPPER.readTree(response.body());
    }

    String text(String pointer) throws IOException {
      return json().at(pointer).asText();
    }
  }
}
