package io.github.basetenci.http;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One complete answer. A redirect is an answer too. {@code toString} never shows the body, because
 * the body may contain a new key.
 *
 * @param status the status, 200 to 999
 * @param headers the values of each header by its name; the case of names does not matter; several
 *     fields of one name are in the order of arrival
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

  /**
   * The first value of the header, or null if there is none. The case of the name does not matter.
   */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public String toString() {
    return "HTTP " + status + " with " + body.length() + " characters";
  }
}
