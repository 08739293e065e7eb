package io.github.basetenci.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request in the form that the endpoints use.
 *
 * @param method its method
 * @param rawPath its undecoded path
 * @param rawQuery its undecoded query, empty if there is none
 * @param headers its headers
 * @param body its body as text
 * @param variables the decoded values of the variables in the route's path
 */
record Call(
    String method,
    String rawPath,
    String rawQuery,
    Headers headers,
    String body,
    Map<String, String> variables) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Call with(Map<String, String> pathVariables) {
    return new Call(method, rawPath, rawQuery, headers, body, pathVariables);
  }

  String header(String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  /**
   * The value of the variable in the route's path, or null if the route has no variable of that
   * name.
   */
  @Nullable String variable(String name) {
    return variables.get(name);
  }

  /** The credential after {@code Api-Key} or {@code Bearer}, empty if there is none. */
  String credential() {
    String value = header("Authorization");
    for (String scheme : new String[] {"Api-Key ", "Bearer "}) {
      if (value.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return value.substring(scheme.length()).strip();
      }
    }
    return "";
  }

  Scheme scheme() {
    return Scheme.of(header("Authorization"));
  }

  boolean isBearer() {
    return header("Authorization").regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
  }

  Map<String, String> query() {
    return pairs(rawQuery);
  }

  Map<String, String> form() {
    return pairs(body);
  }

  JsonNode json() throws Refusal {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // The statement below refuses the body and does not quote it.
    }
    throw Refusal.invalid("The request body is not a JSON object.");
  }

  static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Shows no query, headers or body, because they may contain credentials. */
  @Override
  public String toString() {
    return method + " call";
  }

  private static Map<String, String> pairs(String encoded) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }
}
