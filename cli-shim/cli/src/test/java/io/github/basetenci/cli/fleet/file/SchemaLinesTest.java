package io.github.basetenci.cli.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Each rule of the published schema is broken by a value of its own, in a file that is right
 * otherwise. The command names the value's line, column and path, and a validator of JSON schemas
 * that is not ours agrees.
 */
class SchemaLinesTest {
  private static final Path PUBLISHED = Path.of("../../docs/schema/fleet.schema.json");
  private static final List<String> RULES =
      List.of(
          "type",
          "const",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "propertyNames",
          "additionalProperties",
          "required",
          "oneOf");

  /** A file in which each member of the schema is used. */
  private static final String RIGHT =
      """
      {"version": 1,
       "workspaces": {
         "acme": {"url": "https://app.baseten.co", "minting-key": {"env": "MINTING"}},
         "b": {"minting-key": {"file": "minting"}},
         "c": {"minting-key": {"command": ["vault", "read"]}},
         "d": {"minting-key": {"identity": {
           "trust-rule": "abcd1234", "audience": "https://api.baseten.co", "source": "github"}}}},
       "defaults": {"rotate-every": "30d", "overlap": "24h", "quiet-for": 7200, "deadline": "7d",
         "unused-after": "90d"},
       "keys": [
         {"name": "ci", "workspace": "acme", "type": "workspace-invoke", "team": "ml",
          "models": ["abc"], "not-environment-scoped": true, "rotate-every": "14d",
          "overlap": "1h", "quiet-for": 0, "deadline": "2d", "unused-after": "30d",
          "targets": ["github:acme/web/KEY", "file:ci.key"]},
         {"prefix": "abcdefgh", "workspace": "b", "targets": ["trussrc:baseten"]},
         {"name": "built", "workspace": "b", "rotated-by": "jenkins"}]}
      """;

  @Fixture private World world;

  /**
   * A rule of the schema.
   *
   * @param pointer where it stands in the schema
   * @param parameter the value of the keyword; for {@code required} the name of one member
   * @param steps the names and indexes that lead to a value that the rule is about
   */
  private record Rule(String pointer, String keyword, JsonValue parameter, List<Object> steps) {
    String path() {
      StringBuilder path = new StringBuilder();
      for (Object step : steps) {
        path.append(
            step instanceof Integer ? "[" + step + "]" : (path.isEmpty() ? "" : ".") + step);
      }
      return path.toString();
    }
  }

  @Test
  void thePublishedSchemaIsWhatTheCommandChecks() throws Exception {
    assertThat(Files.readString(PUBLISHED)).isEqualTo(FleetShape.schema());
  }

  @Test
  void aFileWithEverythingIsRight() throws Exception {
    JsonValue right = Json.parse(RIGHT);

    assertThat(check(new BlockYaml(right).text()).out())
        .isEqualTo("fleet.yaml is right: 4 workspaces, 3 keys, 3 targets\n");
    assertThat(schema().validate(new ObjectMapper().readTree(RIGHT))).isEmpty();
  }

  @Test
  void eachRuleIsBrokenAndSaidWithLineColumnAndPath() throws Exception {
    List<String> said = new ArrayList<>();
    Schema schema = schema();
    List<Rule> rules = rules();
    assertThat(rules).hasSizeGreaterThan(100);
    for (Rule rule : rules) {
      JsonValue wrong = broken(rule);
      BlockYaml yaml = new BlockYaml(wrong);

      World.Run run = check(yaml.text());

      String[] lines = run.err().split("\n");
      assertThat(run.code()).as(rule.pointer()).isEqualTo(1);
      assertThat(lines).as(rule.pointer() + run.err()).hasSize(2);
      assertThat(lines[1]).isEqualTo("fleet.yaml has 1 problem; nothing was changed");
      String at = "fleet.yaml:" + location(rule, yaml) + ": " + culprit(rule);
      assertThat(lines[0]).as(rule.pointer()).startsWith(at);
      said.add(rule.pointer() + "\n  " + lines[0].substring(at.length()).replaceFirst("^: ", ""));
      assertThat(schema.validate(new ObjectMapper().readTree(Json.compact(wrong))))
          .as(rule.pointer())
          .isNotEmpty();
    }
    assertThat(String.join("\n", said) + "\n").isEqualTo(recorded());
  }

  private static List<Rule> rules() throws Exception {
    List<Rule> rules = new ArrayList<>();
    walk((JsonObject) Json.parse(Files.readString(PUBLISHED)), "", List.of(), rules);
    return rules;
  }

  /**
   * @param steps as in the schema: {@code *} for any member, {@code #} for any item
   */
  private static void walk(JsonObject schema, String pointer, List<String> steps, List<Rule> rules)
      throws Exception {
    List<Object> found = find(Json.parse(RIGHT), steps).orElseThrow();
    for (Map.Entry<String, JsonValue> part : schema.members().entrySet()) {
      String keyword = part.getKey();
      String here = pointer + "/" + keyword;
      JsonValue value = part.getValue();
      if (keyword.equals("properties")) {
        for (Map.Entry<String, JsonValue> member : ((JsonObject) value).members().entrySet()) {
          walk(
              (JsonObject) member.getValue(),
              here + "/" + member.getKey(),
              with(steps, member.getKey()),
              rules);
        }
      } else if (keyword.equals("items")) {
        walk((JsonObject) value, here, with(steps, "#"), rules);
      } else if (keyword.equals("additionalProperties") && value instanceof JsonObject any) {
        walk(any, here, with(steps, "*"), rules);
      } else if (keyword.equals("allOf")) {
        List<JsonValue> all = ((JsonArray) value).items();
        for (int i = 0; i < all.size(); i++) {
          JsonValue oneOf = ((JsonObject) all.get(i)).members().get("oneOf");
          rules.add(new Rule(here + "/" + i + "/oneOf", "oneOf", oneOf, found));
        }
      } else if (keyword.equals("required")) {
        for (JsonValue name : ((JsonArray) value).items()) {
          String text = ((JsonString) name).value();
          rules.add(new Rule(here + "/" + text, keyword, name, found));
        }
      } else if (RULES.contains(keyword)) {
        rules.add(new Rule(here, keyword, value, found));
      } else {
        assertThat(keyword).isIn("$schema", "title", "description");
      }
    }
  }

  private static List<String> with(List<String> steps, String step) {
    List<String> all = new ArrayList<>(steps);
    all.add(step);
    return all;
  }

  /** The names and indexes that lead to a value to which these steps lead. */
  private static Optional<List<Object>> find(JsonValue value, List<String> steps) {
    if (steps.isEmpty()) {
      return Optional.of(List.of());
    }
    Map<Object, JsonValue> parts = new LinkedHashMap<>();
    if (value instanceof JsonObject object) {
      parts.putAll(object.members());
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.items().size(); i++) {
        parts.put(i, array.items().get(i));
      }
    }
    for (Map.Entry<Object, JsonValue> part : parts.entrySet()) {
      if (List.of("*", "#", part.getKey()).contains(steps.get(0))) {
        Optional<List<Object>> rest = find(part.getValue(), steps.subList(1, steps.size()));
        if (rest.isPresent()) {
          List<Object> all = new ArrayList<>(List.of(part.getKey()));
          all.addAll(rest.get());
          return Optional.of(all);
        }
      }
    }
    return Optional.empty();
  }

  private static JsonValue broken(Rule rule) throws Exception {
    return changed(Json.parse(RIGHT), rule.steps(), rule);
  }

  private static JsonValue changed(JsonValue value, List<Object> steps, Rule rule) {
    if (steps.isEmpty()) {
      return wrong(value, rule);
    }
    List<Object> rest = steps.subList(1, steps.size());
    if (value instanceof JsonArray array) {
      List<JsonValue> items = new ArrayList<>(array.items());
      int index = (Integer) steps.get(0);
      items.set(index, changed(items.get(index), rest, rule));
      return new JsonArray(items);
    }
    String name = (String) steps.get(0);
    JsonObject object = (JsonObject) value;
    return object.with(name, changed(object.members().get(name), rest, rule));
  }

  /** A value that breaks this rule. */
  private static JsonValue wrong(JsonValue value, Rule rule) {
    return switch (rule.keyword()) {
      case "type" -> value instanceof JsonBoolean ? new JsonNumber("1") : new JsonBoolean(true);
      case "const" -> new JsonNumber("2");
      case "enum" -> new JsonString("nothing");
      case "pattern" -> new JsonString("");
      case "minimum" -> new JsonNumber("-1");
      case "maximum" -> new JsonNumber("10000000");
      case "minItems" -> new JsonArray(List.of());
      case "maxItems" ->
          new JsonArray(distinct(((JsonArray) value).items().get(0), number(rule.parameter()) + 1));
      case "uniqueItems" ->
          new JsonArray(Collections.nCopies(2, ((JsonArray) value).items().get(0)));
      case "minProperties" -> JsonObject.EMPTY;
      case "maxProperties" -> many((JsonObject) value, number(rule.parameter()) + 1);
      case "propertyNames" -> ((JsonObject) value).with("a b", first((JsonObject) value));
      case "additionalProperties" -> ((JsonObject) value).with("overlapp", "1h");
      case "required" -> ((JsonObject) value).without(((JsonString) rule.parameter()).value());
      case "oneOf" -> ((JsonObject) value).without(either(rule, (JsonObject) value));
      default -> throw new AssertionError(rule.keyword());
    };
  }

  private static String either(Rule rule, JsonObject value) {
    return ((JsonArray) rule.parameter())
        .items().stream()
            .map(item -> ((JsonString) ((JsonObject) item).array("required").get(0)).value())
            .filter(name -> value.get(name) != null)
            .findFirst()
            .orElseThrow();
  }

  private static List<JsonValue> distinct(JsonValue item, int count) {
    List<JsonValue> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item instanceof JsonString text ? new JsonString(text.value() + i) : item);
    }
    return items;
  }

  private static JsonObject many(JsonObject value, int count) {
    JsonObject object = JsonObject.EMPTY;
    for (int i = 0; i < count; i++) {
      object = object.with("name" + i, first(value));
    }
    return object;
  }

  private static JsonValue first(JsonObject object) {
    return object.members().values().iterator().next();
  }

  private static int number(JsonValue value) {
    return Integer.parseInt(((JsonNumber) value).text());
  }

  /** Where the message says that the fault is. */
  private static String location(Rule rule, BlockYaml yaml) {
    String path = rule.path();
    return switch (rule.keyword()) {
      case "uniqueItems" -> yaml.value(path + "[1]");
      case "propertyNames" -> yaml.name(path + ".a b");
      case "additionalProperties" -> yaml.name(path.isEmpty() ? "overlapp" : path + ".overlapp");
      default -> yaml.value(path);
    };
  }

  /** The path that the message has. */
  private static String culprit(Rule rule) {
    return rule.keyword().equals("uniqueItems") ? rule.path() + "[1]" : rule.path();
  }

  private World.Run check(String yaml) throws Exception {
    Files.writeString(world.home().resolve("fleet.yaml"), yaml);
    return world.run("fleet", "check");
  }

  private static Schema schema() throws Exception {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(Files.readString(PUBLISHED));
  }

  private static String recorded() throws Exception {
    try (var in = SchemaLinesTest.class.getResourceAsStream("sentences.txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
