package io.github.basetenci.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a request by its method and its path. */
final class Router {
  private final List<Route> routes = new ArrayList<>();

  /** Adds an endpoint. In the path, {@code {name}} stands for any single segment. */
  Router on(String method, String path, Endpoint endpoint) {
    routes.add(new Route(method, path.split("/", -1), endpoint));
    return this;
  }

  Answer answer(Call call) {
    String[] segments = call.rawPath().split("/", -1);
    try {
      for (Route route : routes) {
        Map<String, String> variables = route.match(call.method(), segments);
        if (variables != null) {
          return route.endpoint.answer(call.with(variables));
        }
      }
      throw Refusal.notFound("Nothing answers " + call.method() + " here.");
    } catch (Refusal e) {
      return e.answer();
    }
  }

  /** Answers the calls of one route. */
  interface Endpoint {
    Answer answer(Call call) throws Refusal;
  }

  private record Route(String method, String[] template, Endpoint endpoint) {
    @Nullable Map<String, String> match(String requestMethod, String[] segments) {
      if (!method.equals(requestMethod) || segments.length != template.length) {
        return null;
      }
      Map<String, String> variables = new LinkedHashMap<>();
      for (int i = 0; i < segments.length; i++) {
        String part = template[i];
        if (part.startsWith("{")) {
          // In a path, a plus sign means a plus sign and not a blank.
          String value = Call.decode(segments[i].replace("+", "%2B"));
          variables.put(part.substring(1, part.length() - 1), value);
        } else if (!part.equals(segments[i])) {
          return null;
        }
      }
      return variables;
    }
  }
}
