package io.github.basetenci.cli.conformance;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.testing.peers.Ended;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many truss commands at the price of one start: {@code truss_cases.py} says how. */
final class TrussCases {
  private TrussCases() {}

  /**
   * One command.
   *
   * @param trussrc what the file holds before it, or null for no file
   * @param environment variables beside those that every peer gets
   */
  record Call(String trussrc, Map<String, String> environment, List<String> args) {
    JsonObject json() {
      JsonObject variables = JsonObject.EMPTY;
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        variables = variables.with(variable.getKey(), variable.getValue());
      }
      return JsonObject.EMPTY
          .with("trussrc", trussrc)
          .with("env", variables)
          .with("args", JsonValue.arrayOf(args));
    }
  }

  /** How each of the commands ended. */
  static List<Ended> run(Bench bench, List<Call> calls) {
    JsonArray input = new JsonArray(calls.stream().map(call -> (JsonValue) call.json()).toList());
    String answer = bench.trussPythonScript(script(), Json.compact(input)).exits(0).out();
    List<Ended> ended = new ArrayList<>();
    try {
      for (JsonValue each : ((JsonArray) Json.parse(answer)).items()) {
        JsonObject result = (JsonObject) each;
        List<String> command = new ArrayList<>(List.of("truss"));
        command.addAll(calls.get(ended.size()).args());
        int code = Integer.parseInt(((JsonNumber) result.get("code")).text());
        ended.add(new Ended(command, code, result.string("out"), result.string("err")));
      }
    } catch (JsonParseException e) {
      throw new IllegalStateException(answer, e);
    }
    return ended;
  }

  private static String script() {
    try {
      return Path.of(TrussCases.class.getResource("truss_cases.py").toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
