package io.github.basetenci.cli.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.shim.output.JsonFilter;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A compiled {@code --jq} expression. */
public final class JqFilter implements JsonFilter {
  private static final Pattern POSITION = Pattern.compile("at line (\\d+), column (\\d+)");

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonQuery query;

  private JqFilter(JsonQuery query) {
    this.query = query;
  }

  /**
   * Compiles the expression. This happens before the command runs, so that a wrong expression
   * changes nothing.
   *
   * @throws FilterException if it is not a jq expression
   */
  public static JqFilter compile(String expression) throws FilterException {
    try {
      return new JqFilter(JsonQuery.compile(expression, Versions.JQ_1_6));
    } catch (JsonQueryException e) {
      throw new FilterException("invalid jq expression: " + position(e));
    }
  }

  @Override
  public List<JsonValue> apply(JsonValue input) throws FilterException {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    List<JsonNode> results = new ArrayList<>();
    try {
      query.apply(scope, mapper.readTree(Json.compact(input)), results::add);
      List<JsonValue> values = new ArrayList<>();
      for (JsonNode result : results) {
        values.add(Json.parse(mapper.writeValueAsString(result)));
      }
      return values;
    } catch (JsonQueryException e) {
      throw new FilterException("jq error: " + Neutralizer.line(message(e)));
    } catch (IOException | JsonParseException e) {
      throw new IllegalStateException("a JSON tree could not be copied", e);
    }
  }

  /**
   * The position of the error. The parser's own message is not shown, because it quotes words of
   * the expression, which may be a key.
   */
  private static String position(JsonQueryException e) {
    Matcher position =
        POSITION.matcher(e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage()));
    return position.find()
        ? "not understood at line " + position.group(1) + ", column " + position.group(2)
        : "not understood";
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
