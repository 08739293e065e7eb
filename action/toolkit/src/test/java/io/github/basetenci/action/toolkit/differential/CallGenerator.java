package io.github.basetenci.action.toolkit.differential;

import io.github.basetenci.action.toolkit.HostileText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes calls of every function, with ordinary and with hostile arguments. */
final class CallGenerator {
  static final List<String> FUNCTIONS =
      List.of(
          "getInput",
          "getMultilineInput",
          "getBooleanInput",
          "getState",
          "isDebug",
          "setOutput",
          "exportVariable",
          "saveState",
          "addPath",
          "setSecret",
          "setCommandEcho",
          "setFailed",
          "debug",
          "error",
          "warning",
          "notice",
          "info",
          "startGroup",
          "endGroup",
          "group",
          "issueCommand",
          "summary",
          "toPosixPath",
          "toWin32Path",
          "toPlatformPath");

  private static final List<String> WORDS =
      List.of("true", "True", "TRUE", "false", "False", "FALSE", "yes", " true ", "", "val1\nval2");
  private static final List<String> BLANKS =
      List.of("\uFEFF", "\u00A0", "\u2007", "\u001C", "\u0085", "\u2028", "\u180E", "\n", "\t ");

  private final Random random;
  private final Path directory;
  private final String delimiter;

  CallGenerator(long seed, Path directory, String delimiter) {
    this.random = new Random(seed);
    this.directory = directory;
    this.delimiter = delimiter;
  }

  /** Every function in turn. */
  List<Call> calls(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> call(FUNCTIONS.get(i % FUNCTIONS.size())))
        .toList();
  }

  private Call call(String function) {
    Map<String, String> environment = environment();
    List<Object> args =
        switch (function) {
          case "getInput", "getMultilineInput", "getBooleanInput" -> input(environment);
          case "getState" -> {
            environment.put("STATE_my state", variable());
            yield List.of(oneOf("my state", "My State", "missing"));
          }
          case "isDebug" -> {
            environment.put("RUNNER_DEBUG", oneOf("", "0", "1", "true"));
            yield List.of();
          }
          case "setOutput", "exportVariable", "saveState" -> Arrays.asList(name(), value(2));
          case "setCommandEcho" -> List.of(random.nextBoolean());
          case "endGroup" -> List.of();
          case "group" -> List.of(text(), text());
          case "error", "warning", "notice" ->
              random.nextBoolean() ? List.of(text()) : List.of(text(), annotation());
          case "issueCommand" ->
              Arrays.asList(oneOf("", "debug", "some-command"), map(1), value(2));
          case "summary" -> summary();
          default -> List.of(text());
        };
    return new Call(function, args, environment);
  }

  /** The runner's files: mostly there, else unknown or missing. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/bin:/usr/bin");
    int kind = random.nextInt(10);
    for (String file : List.of("ENV", "OUTPUT", "STATE", "PATH", "STEP_SUMMARY")) {
      if (kind < 7) {
        environment.put("GITHUB_" + file, directory.resolve(file).toString());
      } else if (kind == 7 && !file.equals("STEP_SUMMARY")) {
        environment.put("GITHUB_" + file, directory.resolve("missing").toString());
      } else if (!file.equals("STEP_SUMMARY")) {
        environment.put("GITHUB_" + file, "");
      } else {
        // The package looks for it once in a program.
        environment.put("GITHUB_STEP_SUMMARY", directory.resolve(file).toString());
      }
    }
    return environment;
  }

  private List<Object> input(Map<String, String> environment) {
    String name = oneOf("a", "my input", "api-key", "straße", "ı x", "'\t\"\\", "two  blanks");
    if (random.nextInt(5) > 0) {
      String variable = "INPUT_" + name.replace(' ', '_').toUpperCase(Locale.ROOT);
      environment.put(variable, variable());
    }
    return random.nextBoolean()
        ? List.of(name)
        : List.of(
            name, Map.of("required", random.nextBoolean(), "trimWhitespace", random.nextBoolean()));
  }

  /** What an environment can hold: no NUL, no half surrogate pair. */
  private String variable() {
    String text =
        switch (random.nextInt(3)) {
          case 0 -> oneOf(WORDS);
          case 1 -> oneOf(BLANKS) + oneOf(WORDS) + oneOf(BLANKS);
          default -> text();
        };
    return text.codePoints()
        .filter(c -> c != 0 && (c < 0xD800 || c > 0xDFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String name() {
    return random.nextBoolean() ? oneOf("name", "my name", "api-key", "é") : text();
  }

  private String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1, 2, 3 -> oneOf("hello world", "a/b\\c", "100 %", "x=1, y: 2", "{\n  \"a\": 1\n}");
      case 4 -> "good " + delimiter + " bad";
      case 5 ->
          random
              .ints(random.nextInt(20), 0, 0x10000)
              .collect(StringBuilder::new, (out, c) -> out.append((char) c), StringBuilder::append)
              .toString();
      default -> HostileText.next(random);
    };
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt(3) == 0 ? 0 : random.nextInt();
      case 3 -> number();
      case 7 -> Stream.generate(() -> value(depth - 1)).limit(random.nextInt(4)).toList();
      case 8 -> map(depth - 1);
      default -> text();
    };
  }

  /** Any double, or one of few digits or near a power of two. */
  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100_000) / 1000.0;
      case 1 -> Math.nextUp(Math.scalb(1.0, random.nextInt(2000) - 1000));
      case 2 -> Math.scalb(1.0, random.nextInt(2000) - 1000);
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? any : 0.5;
      }
    };
  }

  /** Names that are whole numbers would come first in JavaScript. */
  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    IntStream.range(0, random.nextInt(4))
        .forEach(i -> map.put(oneOf("title", "file", "k-" + i, "é\"" + i), value(depth)));
    return map;
  }

  private Map<String, Object> annotation() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String text : List.of("file", "title")) {
      if (random.nextBoolean()) {
        properties.put(text, text());
      }
    }
    for (String place : List.of("endColumn", "startLine", "endLine", "startColumn")) {
      if (random.nextBoolean()) {
        properties.put(place, random.nextInt(4));
      }
    }
    return properties;
  }

  private List<Object> summary() {
    List<Object> steps = new ArrayList<>();
    IntStream.range(0, 1 + random.nextInt(5)).forEach(i -> steps.add(summaryStep()));
    return steps;
  }

  private List<Object> summaryStep() {
    return switch (random.nextInt(15)) {
      case 0 -> List.of("addRaw", text(), random.nextBoolean());
      case 1 -> List.of("addEOL");
      case 2 -> List.of("addCodeBlock", text(), oneOf("", "go", text()));
      case 3 -> List.of("addList", texts(), random.nextBoolean());
      case 4 -> List.of("addTable", table());
      case 5 -> List.of("addDetails", text(), text());
      case 6 -> List.of("addImage", text(), text());
      case 7 -> List.of("addImage", text(), text(), Map.of("width", text(), "height", "32"));
      case 8 -> List.of("addHeading", text(), random.nextInt(10) - 1);
      case 9 -> List.of(oneOf("addSeparator", "addBreak"));
      case 10 -> List.of("addQuote", text(), oneOf("", "https://example.com/"));
      case 11 -> List.of("addLink", text(), text());
      case 12 -> List.of("write", Map.of("overwrite", random.nextBoolean()));
      case 13 -> List.of("clear");
      default -> List.of("addRaw", text());
    };
  }

  private List<Object> table() {
    return Stream.<Object>generate(
            () -> Stream.generate(this::cell).limit(random.nextInt(4)).toList())
        .limit(random.nextInt(4))
        .toList();
  }

  private Object cell() {
    if (random.nextBoolean()) {
      return text();
    }
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("data", text());
    cell.put("header", random.nextBoolean());
    cell.put("colspan", oneOf("", "2"));
    cell.put("rowspan", oneOf("", "3"));
    return cell;
  }

  private List<String> texts() {
    return Stream.generate(this::text).limit(random.nextInt(4)).toList();
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
