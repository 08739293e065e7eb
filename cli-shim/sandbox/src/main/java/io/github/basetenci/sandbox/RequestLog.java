package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests received so far, oldest first. */
final class RequestLog {
  private final @Nullable Writer out;
  private final List<RequestEntry> entries = new ArrayList<>();

  RequestLog(@Nullable Writer out) {
    this.out = out;
  }

  synchronized void add(RequestEntry entry) {
    entries.add(entry);
    if (out != null) {
      try {
        out.write(describe(entry) + "\n");
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("the sandbox cannot write its request log", e);
      }
    }
  }

  synchronized List<RequestEntry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }

  ArrayNode json() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    entries().forEach(entry -> array.add(describe(entry)));
    return array;
  }

  private static ObjectNode describe(RequestEntry entry) {
    return Answer.object()
        .put("time", entry.time().toString())
        .put("method", entry.method())
        .put("path", entry.path())
        .put("status", entry.status())
        .put("scheme", entry.scheme().word())
        .put("key_prefix", entry.keyPrefix())
        .put("service_account", entry.credential().serviceAccount())
        .put("user_agent", entry.userAgent());
  }
}
