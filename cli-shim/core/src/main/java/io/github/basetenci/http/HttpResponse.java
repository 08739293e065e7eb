package io.github.basetenci.http;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One complete answer. A redirect is an answer like any other. Its text form never shows the body,
 * which may hold a new key.
 *
 * @param status the status, 200 to 999
 * @param headers by name in any case; several fields of one name in the order of their arrival
 * @param body decoded as UTF-8
 */
public record HttpResponse(int status, Map<String, List<String>> headers, String body) {
  public HttpResponse {
    TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, List<String>> field : headers.entrySet()) {
      copy.put(field.getKey(), List.copyOf(field.getValue()));
    }
    headers = Collections.unmodifiableMap(copy);
  }

  /** The first value of the header, in any case of its name, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public String toString() {
    return "HTTP " + status + " with " + body.length() + " characters";
  }
}
