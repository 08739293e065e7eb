package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.cli.fleet.file.YamlNode.Entries;
import io.github.basetenci.cli.fleet.file.YamlNode.Entry;
import io.github.basetenci.cli.fleet.file.YamlNode.Items;
import io.github.basetenci.cli.fleet.file.YamlNode.Type;
import io.github.basetenci.cli.fleet.file.YamlNode.Value;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of the file may be. A shape checks values, and is written down as JSON Schema (draft
 * 7), so the published schema says what the command checks.
 */
sealed interface Shape {
  /** Adds what is wrong with the value. */
  void check(YamlNode node, String path, FileProblems problems);

  /** The shape as JSON Schema. */
  JsonObject json();

  private static void wrongKind(
      YamlNode node, String path, String expected, FileProblems problems) {
    boolean quotes =
        expected.equals(Text.KIND) && node instanceof Value value && value.type() != Type.EMPTY;
    problems.add(
        node.at(),
        path,
        "is "
            + node.kind()
            + ", and must be "
            + expected
            + (quotes ? "; put it in quotation marks" : ""));
  }

  private static JsonNumber number(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /**
   * A text.
   *
   * @param pattern what it must match, in the words that Java and ECMAScript share
   * @param form what the pattern means, as the end of a sentence that begins with the path
   */
  record Text(Pattern pattern, String form) implements Shape {
    static final String KIND = "a text";

    static Text of(String pattern, String form) {
      return new Text(Pattern.compile(pattern), form);
    }

    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Value value && value.type() == Type.TEXT)) {
        wrongKind(node, path, KIND, problems);
      } else if (!pattern.matcher(value.value()).matches()) {
        problems.add(node.at(), path, form);
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY.with("type", "string").with("pattern", pattern.pattern());
    }
  }

  /** One of some words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }

    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Value value && value.type() == Type.TEXT)) {
        wrongKind(node, path, Text.KIND, problems);
      } else if (!words.contains(value.value())) {
        problems.add(
            node.at(),
            path,
            "is none of " + String.join(", ", words) + NearestName.hint(value.value(), words));
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY.with("type", "string").with("enum", JsonValue.arrayOf(words));
    }
  }

  /** A length of time: a number of seconds, or a number with a unit. */
  record Time() implements Shape {
    static final Pattern FORM = Pattern.compile("^[0-9]{1,7}[smhd]?$");
    static final long MOST_SECONDS = 9_999_999;

    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      boolean right =
          node instanceof Value value
              && (value.type() == Type.TEXT || value.type() == Type.INTEGER)
              && FORM.matcher(value.value()).matches();
      if (!right) {
        problems.add(
            node.at(),
            path,
            "is no length of time; write a whole number with s, m, h or d, such as 24h");
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY
          .with("type", JsonValue.arrayOf(List.of("string", "integer")))
          .with("pattern", FORM.pattern())
          .with("minimum", number(0))
          .with("maximum", number(MOST_SECONDS));
    }
  }

  /** True or false. */
  record YesNo() implements Shape {
    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Value value && value.type() == Type.BOOLEAN)) {
        wrongKind(node, path, "true or false", problems);
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY.with("type", "boolean");
    }
  }

  /** A certain number. */
  record Exactly(int number) implements Shape {
    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      boolean right =
          node instanceof Value value
              && value.type() == Type.INTEGER
              && value.value().equals(Integer.toString(number));
      if (!right) {
        problems.add(
            node.at(),
            path,
            "is not "
                + number
                + ", the only version of fleet files that this baseten-ci reads; write "
                + number
                + ", or use another baseten-ci");
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY.with("const", Shape.number(number));
    }
  }

  /**
   * A list with at least one item, and no item twice.
   *
   * @param unique whether no item may be there twice
   * @param most how many items there may be
   */
  record ListOf(Shape item, boolean unique, int most) implements Shape {
    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Items list)) {
        wrongKind(node, path, "a list", problems);
        return;
      }
      if (list.items().isEmpty()) {
        problems.add(node.at(), path, "is empty; write at least one item");
      }
      if (list.items().size() > most) {
        problems.add(
            node.at(), path, "has " + list.items().size() + " items, and may have " + most);
      }
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < list.items().size(); i++) {
        YamlNode each = list.items().get(i);
        item.check(each, path + "[" + i + "]", problems);
        if (unique && each instanceof Value value && !seen.add(value.value())) {
          problems.add(each.at(), path + "[" + i + "]", "is in this list twice; leave it out");
        }
      }
    }

    @Override
    public JsonObject json() {
      JsonObject json =
          JsonObject.EMPTY
              .with("type", "array")
              .with("minItems", number(1))
              .with("maxItems", number(most))
              .with("items", item.json());
      return unique ? json.with("uniqueItems", new JsonBoolean(true)) : json;
    }
  }

  /**
   * A mapping whose names the user chooses.
   *
   * @param name what each name must match
   * @param most how many members there may be
   */
  record Named(Text name, Shape member, int most) implements Shape {
    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Entries mapping)) {
        wrongKind(node, path, "a mapping", problems);
        return;
      }
      if (mapping.entries().isEmpty()) {
        problems.add(node.at(), path, "is empty; write at least one member");
      }
      if (mapping.entries().size() > most) {
        problems.add(
            node.at(), path, "has " + mapping.entries().size() + " members, and may have " + most);
      }
      for (Entry entry : mapping.entries()) {
        if (name.pattern().matcher(entry.name()).matches()) {
          member.check(entry.value(), path + "." + entry.name(), problems);
        } else {
          // The name is not quoted, since it may be anything.
          problems.add(entry.at(), path, name.form());
        }
      }
    }

    @Override
    public JsonObject json() {
      return JsonObject.EMPTY
          .with("type", "object")
          .with("minProperties", number(1))
          .with("maxProperties", number(most))
          .with("propertyNames", JsonObject.EMPTY.with("pattern", name.pattern().pattern()))
          .with("additionalProperties", member.json());
    }
  }

  /**
   * One member of a {@link Mapping}.
   *
   * @param description what it means, for editors
   */
  record Member(Shape shape, String description) {}

  /**
   * A mapping with known members.
   *
   * @param what what the mapping is, as messages say it
   * @param required members that must be there
   * @param either of each of these lists exactly one member must be there
   */
  record Mapping(
      String what, Map<String, Member> members, List<String> required, List<List<String>> either)
      implements Shape {
    public Mapping {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
      required = List.copyOf(required);
      either = List.copyOf(either);
    }

    @Override
    public void check(YamlNode node, String path, FileProblems problems) {
      if (!(node instanceof Entries mapping)) {
        wrongKind(node, path, "a mapping: " + what, problems);
        return;
      }
      for (Entry entry : mapping.entries()) {
        Member member = members.get(entry.name());
        if (member == null) {
          problems.add(entry.at(), path, NearestName.unknown(entry.name(), members.keySet()));
        } else {
          member.shape().check(entry.value(), path(path, entry.name()), problems);
        }
      }
      for (String name : required) {
        if (mapping.get(name) == null) {
          problems.add(node.at(), path, "lacks the member " + name);
        }
      }
      either.forEach(names -> checkEither(names, mapping, path, problems));
    }

    private static void checkEither(
        List<String> names, Entries mapping, String path, FileProblems problems) {
      List<String> given = names.stream().filter(name -> mapping.get(name) != null).toList();
      if (given.size() != 1) {
        problems.add(
            mapping.at(),
            path,
            (given.isEmpty() ? "lacks" : "has " + String.join(" and ", given) + ", and needs")
                + " one of the members "
                + String.join(", ", names));
      }
    }

    private static String path(String path, String name) {
      return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public JsonObject json() {
      JsonObject properties = JsonObject.EMPTY;
      for (Map.Entry<String, Member> member : members.entrySet()) {
        JsonObject shape = JsonObject.EMPTY.with("description", member.getValue().description());
        for (Map.Entry<String, JsonValue> part :
            member.getValue().shape().json().members().entrySet()) {
          shape = shape.with(part.getKey(), part.getValue());
        }
        properties = properties.with(member.getKey(), shape);
      }
      JsonObject json =
          JsonObject.EMPTY
              .with("type", "object")
              .with("properties", properties)
              .with("additionalProperties", new JsonBoolean(false));
      if (!required.isEmpty()) {
        json = json.with("required", JsonValue.arrayOf(required));
      }
      if (either.size() == 1) {
        return json.with("oneOf", oneOf(either.get(0)));
      }
      return either.isEmpty()
          ? json
          : json.with(
              "allOf",
              new JsonArray(
                  either.stream()
                      .<JsonValue>map(names -> JsonObject.EMPTY.with("oneOf", oneOf(names)))
                      .toList()));
    }

    private static JsonArray oneOf(List<String> names) {
      return new JsonArray(
          names.stream()
              .<JsonValue>map(
                  name -> JsonObject.EMPTY.with("required", JsonValue.arrayOf(List.of(name))))
              .toList());
    }
  }

  /** The text of a value that was checked; null if there is none. */
  static @Nullable String text(@Nullable YamlNode node) {
    return node instanceof Value value ? value.value() : null;
  }
}
