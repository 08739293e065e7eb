package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer to a client. */
record Answer(int status, Map<String, String> headers, byte[] body) {
  static Answer json(int status, JsonNode body) {
    return text(status, "application/json", body.toString());
  }

  static Answer ok(JsonNode body) {
    return json(200, body);
  }

  static Answer text(int status, String type, String body) {
    return new Answer(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer with more headers. A new header replaces a header of the same name. */
  Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
