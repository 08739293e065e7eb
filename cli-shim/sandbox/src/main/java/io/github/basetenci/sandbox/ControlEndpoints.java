package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The endpoints that control the sandbox, below {@code /_sandbox}: faults, the request log, the
 * keys of issuers, the reasons of refused exchanges, and the decision of a person in the device
 * flow. These requests need no key, and the log does not contain them.
 */
final class ControlEndpoints {
  static final String ROOT = "/_sandbox/";
  static final String DEVICE_PAGE = ROOT + "device";

  private final Faults faults;
  private final RequestLog log;
  private final DeviceLoginEndpoints deviceFlow;
  private final Federation federation;
  private final TokenExchange exchange;

  ControlEndpoints(
      Faults faults,
      RequestLog log,
      DeviceLoginEndpoints deviceFlow,
      Federation federation,
      TokenExchange exchange) {
    this.faults = faults;
    this.log = log;
    this.deviceFlow = deviceFlow;
    this.federation = federation;
    this.exchange = exchange;
  }

  void addTo(Router router) {
    router
        .on("POST", ROOT + "faults", this::addFault)
        .on("DELETE", ROOT + "faults", this::clearFaults)
        .on("GET", ROOT + "requests", call -> Answer.ok(log.json()))
        .on("DELETE", ROOT + "requests", this::clearLog)
        .on("POST", ROOT + "issuers", this::publish)
        .on("GET", ROOT + "refused-exchanges", this::refusedExchanges)
        .on("GET", ROOT + "device", this::waiting)
        .on("POST", ROOT + "approve", call -> decide(call, true))
        .on("POST", ROOT + "deny", call -> decide(call, false));
  }

  private Answer addFault(Call call) throws Refusal {
    JsonNode body = call.json();
    Map<String, String> headers = new LinkedHashMap<>();
    body.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    faults.add(
        new Fault(
            body.path("method").textValue(),
            body.path("path").asText("/"),
            body.path("times").asInt(1),
            kind(body.path("kind").asText("status")),
            Duration.ofMillis(body.path("delay_ms").asLong(0)),
            new Fault.Reply(body.path("status").asInt(500), headers, text(body.path("body")))));
    return Answer.ok(Answer.object());
  }

  private static String text(JsonNode body) {
    return body.isTextual() ? body.textValue() : body.isMissingNode() ? "" : body.toString();
  }

  private static Fault.Kind kind(String name) throws Refusal {
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return kind;
      }
    }
    throw Refusal.invalid(
        "The kind of a fault is one of status, delay, cut-before, cut-after, cut-head, cut-body,"
            + " drip.");
  }

  private Answer clearFaults(Call call) {
    faults.clear();
    return Answer.ok(Answer.object());
  }

  private Answer clearLog(Call call) {
    log.clear();
    return Answer.ok(Answer.object());
  }

  private Answer publish(Call call) throws Refusal {
    BodyFields fields = BodyFields.of(call);
    String issuer = fields.text("issuer", 1024);
    try {
      federation.publish(issuer, KeySet.parse(fields.object("jwks").object().toString()));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("jwks: " + e.getMessage() + ".");
    }
    return Answer.ok(Answer.object());
  }

  private Answer refusedExchanges(Call call) {
    ObjectNode answer = Answer.object();
    ArrayNode reasons = answer.putArray("refused");
    exchange.refusals().forEach(reasons::add);
    return Answer.ok(answer);
  }

  private Answer waiting(Call call) {
    ObjectNode answer = Answer.object();
    ArrayNode codes = answer.putArray("waiting");
    deviceFlow.waiting().forEach(codes::add);
    return Answer.ok(answer);
  }

  private Answer decide(Call call, boolean approved) throws Refusal {
    List<String> waiting = deviceFlow.waiting();
    String code = call.body().isBlank() && waiting.size() == 1 ? waiting.get(0) : code(call);
    if (!deviceFlow.decide(code, approved)) {
      throw Refusal.notFound("No login waits with this code.");
    }
    return Answer.ok(Answer.object());
  }

  private static String code(Call call) throws Refusal {
    return call.json().path("user_code").asText();
  }
}
