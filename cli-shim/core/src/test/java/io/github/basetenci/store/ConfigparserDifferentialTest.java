package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNull;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The real {@code configparser} is the judge of every file that we read, and that we wrote. */
class ConfigparserDifferentialTest {
  private static final long SEED = 20260301;
  private static final int FILES = 20_000;
  private static final int BATCH = 1_000;

  private static final Map<IniProblem, String> PYTHON_NAMES =
      Map.of(
          IniProblem.NOT_UTF8, "UnicodeDecodeError",
          IniProblem.MISSING_SECTION_HEADER, "MissingSectionHeaderError",
          IniProblem.DUPLICATE_SECTION, "DuplicateSectionError",
          IniProblem.DUPLICATE_OPTION, "DuplicateOptionError",
          IniProblem.PARSING, "ParsingError",
          IniProblem.INTERPOLATION_SYNTAX, "InterpolationSyntaxError",
          IniProblem.INTERPOLATION_MISSING_OPTION, "InterpolationMissingOptionError",
          IniProblem.INTERPOLATION_DEPTH, "InterpolationDepthError");

  private static final Map<String, String> SET = login();
  private static final Set<String> REMOVE = Set.of("oauth_access_token", "k");

  private final Map<String, Integer> seen = new TreeMap<>();
  private int edits;

  @Test
  void readsAndWritesAsConfigparserDoes() throws Exception {
    TrussrcGenerator generator = new TrussrcGenerator(SEED);
    try (PythonConfigparser python = PythonConfigparser.start()) {
      for (int done = 0; done < FILES; done += BATCH) {
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          files.add(generator.next());
        }
        compare(python, files);
      }
    }
    System.out.println("seed " + SEED + ", " + FILES + " files, " + edits + " edits: " + seen);
    assertThat(seen).hasSizeGreaterThan(PYTHON_NAMES.size());
    assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThan(20));
    assertThat(seen.get("read")).isGreaterThan(FILES / 3);
  }

  private void compare(PythonConfigparser python, List<byte[]> files) throws Exception {
    List<JsonValue> expected = python.read(files);
    List<byte[]> edited = new ArrayList<>();
    List<JsonValue> wanted = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      byte[] file = files.get(i);
      assertThat(reading(file)).describedAs(show(file)).isEqualTo(expected.get(i));
      JsonObject before = (JsonObject) expected.get(i);
      count(Optional.ofNullable(before.string("error")).orElse("read"));
      if (before.get("error") != null) {
        continue;
      }
      before.object("values").members().values().forEach(this::countUnresolved);
      IniDocument document = IniDocument.parse(file);
      IniDocument login = document.with("new remote", SET, REMOVE);
      edited.add(login.toBytes());
      wanted.add(withSection(before, "new remote"));
      assertThat(show(login.without("new remote").toBytes())).isEqualTo(show(file));
      for (String section : document.sections()) {
        IniDocument changed = document.with(section, SET, REMOVE);
        keepsOtherLines(file, section, changed);
        edited.add(changed.toBytes());
        wanted.add(withSection(before, section));
        edited.add(document.without(section).toBytes());
        wanted.add(withoutSection(before, section));
      }
    }
    edits += edited.size();
    List<JsonValue> read = python.read(edited);
    for (int i = 0; i < edited.size(); i++) {
      byte[] file = edited.get(i);
      assertThat(reading(file)).describedAs(show(file)).isEqualTo(read.get(i));
      assertThat(raw(read.get(i))).describedAs(show(file)).isEqualTo(wanted.get(i));
    }
  }

  /** What Python answers, by our reader. */
  private static JsonObject reading(byte[] file) {
    try {
      IniDocument document = IniDocument.parse(file);
      Map<String, JsonValue> raw = new LinkedHashMap<>();
      Map<String, JsonValue> values = new LinkedHashMap<>();
      for (String section : document.sections()) {
        raw.put(section, object(document.raw(section)));
        try {
          values.put(section, object(document.values(section)));
        } catch (IniSyntaxException e) {
          values.put(section, new JsonString(PYTHON_NAMES.get(e.problem())));
        }
      }
      return JsonObject.EMPTY
          .with("sections", JsonValue.arrayOf(document.sections()))
          .with("default", object(document.raw("DEFAULT")))
          .with("raw", new JsonObject(raw))
          .with("values", new JsonObject(values));
    } catch (IniSyntaxException e) {
      boolean decoding = e.problem() == IniProblem.NOT_UTF8;
      return JsonObject.EMPTY
          .with("error", PYTHON_NAMES.get(e.problem()))
          .with("line", decoding ? JsonNull.NULL : new JsonNumber("" + e.line()));
    }
  }

  /** The part of an answer that an edit of one section must keep for all others. */
  private static JsonObject raw(JsonValue answer) {
    return ((JsonObject) answer).without("values");
  }

  private static JsonObject withSection(JsonObject before, String section) {
    JsonObject options = before.object("raw").object(section);
    for (String key : REMOVE) {
      options = options.without(key);
    }
    for (Map.Entry<String, String> entry : SET.entrySet()) {
      options = options.with(entry.getKey(), entry.getValue().replace("%", "%%"));
    }
    JsonObject raw = before.object("raw").with(section, options);
    return raw(before).with("raw", raw).with("sections", JsonValue.arrayOf(raw.members().keySet()));
  }

  private static JsonObject withoutSection(JsonObject before, String section) {
    JsonObject raw = before.object("raw").without(section);
    return raw(before).with("raw", raw).with("sections", JsonValue.arrayOf(raw.members().keySet()));
  }

  /** Every line that is not one of a changed option is still there, in its order. */
  private static void keepsOtherLines(byte[] file, String section, IniDocument changed)
      throws IniSyntaxException {
    List<IniLine> lines = new ArrayList<>(IniLine.split(file));
    Set<Integer> ours = new HashSet<>();
    for (IniSection candidate : IniReader.read(lines)) {
      for (IniSection.Option option : candidate.options) {
        boolean touched = SET.containsKey(option.key) || REMOVE.contains(option.key);
        if (candidate.name.equals(section) && touched) {
          ours.addAll(option.lines);
        }
      }
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!ours.contains(i)) {
        kept.add(lines.get(i).text());
      }
    }
    // An empty line is missed by nobody: a carriage return and a line feed that meet are one end.
    kept.removeIf(String::isEmpty);
    List<String> after = IniLine.split(changed.toBytes()).stream().map(IniLine::text).toList();
    assertThat(after).describedAs(show(file)).containsSubsequence(kept);
  }

  private void countUnresolved(JsonValue values) {
    if (values instanceof JsonString error) {
      count(error.value());
    }
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private static JsonObject object(Map<String, String> strings) {
    JsonObject object = JsonObject.EMPTY;
    for (Map.Entry<String, String> entry : strings.entrySet()) {
      object = object.with(entry.getKey(), entry.getValue());
    }
    return object;
  }

  private static String show(byte[] file) {
    StringBuilder out = new StringBuilder();
    for (char c : new String(file, UTF_8).toCharArray()) {
      out.append(c > 0x1f && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return out.toString();
  }

  private static Map<String, String> login() {
    Map<String, String> login = new LinkedHashMap<>();
    login.put("remote_provider", "baseten");
    login.put("remote_url", "https://app.baseten.co");
    login.put("auth_type", "api_key");
    login.put("api_key", "abc.d%f");
    return login;
  }
}
