package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product uses the field's words, one name for one thing, and no record with many parts. */
class NamesTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final int MOST_COMPONENTS = 7;

  /** Words that say nothing to a stranger, or that meant several things, and what to write. */
  private static final Map<Pattern, String> WORDS =
      Map.ofEntries(
          word("(?<![Pp]lace)[Hh]olders?\\b|[Hh]older[A-Z]", "storage of the new key, or lease"),
          word("\\bbearers?\\b(?! token)|\\brefuseBearer\\b", "key with the name of the new one"),
          word("(?i)orphan", "unclaimed key, or leftover"),
          word("\\brelatives\\b|[a-z]Relatives\\b", "earlier keys"),
          word("(?i)\\bsuspect|[a-z]Suspect", "unclaimed key"),
          word("(?i)\\btwins?\\b|[a-z]Twins?\\b", "duplicate, or copy"),
          word("\\bLoneKeyFile\\b", "what the file is for"),
          word("\\b(class|record|enum|interface) (Visible|Members|Moment|Twins)\\b", "a noun"),
          word("\\bwith(Host|HostApi)Key\\b|\\bwithoutHost\\b", "what is kept"),
          word("\\bcontext\\.with\\b", "what the key does"));

  /** As above, in the code alone; a page may use the word as everybody does. */
  private static final Map<Pattern, String> WORDS_OF_CODE =
      Map.ofEntries(
          word(
              "(?<!\\b[Ii]n )(?<!\\b[Ii]n the"
                  + " )\\b[Pp]laces?\\b|[a-z]Places?\\b|\\b[a-z]*Place[A-Z]",
              "target, destination, location, scope, directory"));

  /** Sentences that a reader has to solve. */
  private static final Map<Pattern, String> SENTENCES =
      Map.ofEntries(
          word("before it has them", "what happens first, and what then"),
          word("tells nobody a key|for nobody's permission", "what the class does"),
          word("every doubt stops", "what stops it"),
          word("\\bon the way in\\b", "when a block begins"),
          word("(?i)\\bas many are\\b", "at most N entries are kept; older ones are dropped"),
          word("\\bThe real one\\.", "which one"));

  /** Where a word stays, by file and text, and why. */
  private static final Map<String, String> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("RecordJson holder", "a member of journals that version 0.1.0 wrote"),
              Map.entry("KeysRotateCommand Holder", "the earlier name of a flag"),
              Map.entry("KeysRotateCommand Orphan", "the earlier name of a flag"),
              Map.entry("KeysRotateCommand holder", "the earlier name of a flag"),
              Map.entry("KeysRotateCommand orphan", "the earlier name of a flag"),
              Map.entry("RotateReport relatives", "a member of a result that scripts read"),
              Map.entry("OrderJson orphan", "a member of orders that version 0.1.0 wrote"),
              Map.entry("UnfinishedRotationCommand orphan", "the earlier name of an option"),
              Map.entry("Leftovers orphan", "a field that version 0.1.0 stored"),
              Map.entry("Leftovers places", "a field that version 0.1.0 stored"),
              Map.entry("Leftovers Place", "a class that version 0.1.0 stored"),
              Map.entry("command holder", "a member of a result that scripts read"),
              Map.entry("command relatives", "a member of a result that scripts read"),
              Map.entry("NotAKey bearer", "the word of a header")));

  /** Names of types that two modules have, and why. */
  private static final Map<String, String> SHARED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Inputs", "those of any action, and those of the login"),
              Map.entry("Main", "what a launcher starts"),
              Map.entry("MisplacedKeys", "keys in inputs of the action, and in arguments"),
              Map.entry("Sleeper", "the toolkit uses nothing of core, and so has its own"),
              Map.entry("Workspace", "the sandbox uses nothing of core, and so has its own"),
              Map.entry("LoginDirectory", "the plugin's is stored in builds under this name")));

  @Test
  void noWordThatOnlyWeUnderstandIsLeft() throws IOException {
    Map<Pattern, String> all = new LinkedHashMap<>(WORDS);
    all.putAll(SENTENCES);
    List<String> found = new ArrayList<>(notAllowed(pages(), all));
    all.putAll(WORDS_OF_CODE);
    found.addAll(notAllowed(sources(), all));

    assertThat(found).isEmpty();
  }

  @Test
  void everyExceptionIsStillNeeded() throws IOException {
    Map<Pattern, String> all = new LinkedHashMap<>(WORDS);
    all.putAll(WORDS_OF_CODE);
    Set<String> unneeded = new TreeSet<>(ALLOWED.keySet());
    List<Path> files = sources();
    files.addAll(pages());
    for (Path file : files) {
      found(Files.readString(file), all).keySet().forEach(word -> unneeded.remove(key(file, word)));
    }

    assertThat(unneeded).as("entries of ALLOWED that can go").isEmpty();
  }

  @Test
  void noTwoTypesHaveOneName() throws IOException {
    Map<String, List<Path>> types = types();
    types.values().removeIf(files -> files.size() == 1);

    assertThat(types.keySet()).isEqualTo(SHARED.keySet());
  }

  @Test
  void noRecordHasMoreComponentsThanAReaderKeepsApart() throws IOException {
    List<String> fat = new ArrayList<>();
    for (Path file : sources()) {
      if (file.toString().endsWith(".java")) {
        fatRecords(Files.readString(file)).forEach(name -> fat.add(relative(file) + ": " + name));
      }
    }

    assertThat(fat).as("records of more than %s components", MOST_COMPONENTS).isEmpty();
  }

  @Test
  void theSourcesOfAllModulesAndThePagesAreRead() throws IOException {
    assertThat(types())
        .containsKeys("ApiKey", "Sandbox", "LoginCommand", "BasetenCi", "ActionsCore")
        .containsKeys("Inputs", "WithBasetenStep", "GitHubSecrets");
    assertThat(sources())
        .extracting(NamesTest::relative)
        .contains("action/action.yml")
        .anyMatch(name -> name.endsWith(".jelly"))
        .anyMatch(name -> name.endsWith("Messages.properties"));
    assertThat(pages())
        .extracting(NamesTest::relative)
        .contains("README.md", "docs/jenkins/pipeline.md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interface Holder {",
        "settings.holder().load();",
        "FileHolder file",
        "holderPath(session)",
        "List<ApiKeyInfo> bearers =",
        "refuseBearer(record)",
        "String orphan",
        "place.orphaned = true",
        "stopped_orphan=Stopped",
        "preview.relatives()",
        "getRelatives()",
        "e.suspect()",
        "RotationException.suspecting(",
        "LoginPlans.refuseTwins(plans)",
        "the profile and its twin",
        "new LoneKeyFile(path)",
        "final class Members {",
        "record Moment(Instant at) {}",
        "store.withHostApiKey(url)",
        "store.withoutHost(url)",
        "context.with",
        "throws PlaceException",
        "record Place(String file, int line)",
        "SecretPlace scope",
        "for (Path place : all)",
        "/** The one place that knows it. */",
        "SourcePlaces lines",
        "The block holds the keys before it has them.",
        "What asks tells nobody a key; it asks for nobody's permission.",
        "so every doubt stops it",
        "The one call on the way in",
        "@param atMost as many are looked at",
        "As many are kept",
        "/** The real one. */"
      })
  void aWordOfOurOwnIsFound(String line) {
    Map<Pattern, String> all = new LinkedHashMap<>(WORDS);
    all.putAll(WORDS_OF_CODE);
    all.putAll(SENTENCES);

    assertThat(found(line, all)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<f:textbox placeholder=\"baseten\"/>",
        "private static final Pattern PLACEHOLDER",
        "Authorization: Bearer",
        "a bearer token goes to one host",
        "changed in place, or in place of another",
        "text.replace(a, b); mayReplace",
        "a relative path",
        "Visible names",
        "store.withoutHostUser(url, label)",
        "call.isBearer()",
        "at this moment; the members of an object"
      })
  void whatEverybodySaysIsNot(String line) {
    Map<Pattern, String> all = new LinkedHashMap<>(WORDS);
    all.putAll(WORDS_OF_CODE);
    all.putAll(SENTENCES);

    assertThat(found(line, all)).isEmpty();
  }

  @Test
  void aRecordWithManyComponentsIsFound() {
    assertThat(fatRecords("record R(int a, Map<A, B> b, int c, int d, int e, int f, int g) {}"))
        .isEmpty();
    assertThat(
            fatRecords(
                """
                /** record Said(int a, int b, int c, int d, int e, int f, int g, int h) */
                record R<T>(
                    @Ann(x = 1, y = 2) int a, Map<A, B> b, int c, int d, int e, int f, int g,
                    int h) {}
                """))
        .containsExactly("R has 8");
  }

  private static Map.Entry<Pattern, String> word(String regex, String advice) {
    return Map.entry(Pattern.compile(regex), advice);
  }

  private static List<String> notAllowed(List<Path> files, Map<Pattern, String> words)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      found(Files.readString(file), words)
          .forEach(
              (word, advice) -> {
                if (!ALLOWED.containsKey(key(file, word))) {
                  found.add(relative(file) + ": '" + word + "'; write " + advice);
                }
              });
    }
    return found;
  }

  private static Map<String, String> found(String text, Map<Pattern, String> words) {
    Map<String, String> found = new LinkedHashMap<>();
    words.forEach(
        (pattern, advice) -> {
          Matcher matcher = pattern.matcher(text);
          while (matcher.find()) {
            found.put(matcher.group(), advice);
          }
        });
    return found;
  }

  private static List<String> fatRecords(String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    List<String> found = new ArrayList<>();
    Matcher record = Pattern.compile("\\brecord\\s+(\\w+)(?:<[^(]*>)?\\s*\\(").matcher(code);
    while (record.find()) {
      int components = components(code, record.end());
      if (components > MOST_COMPONENTS) {
        found.add(record.group(1) + " has " + components);
      }
    }
    return found;
  }

  /** How many components stand from here to the closing parenthesis. */
  private static int components(String code, int start) {
    int commas = 0;
    int depth = 1;
    for (int i = start; depth > 0; i++) {
      char c = code.charAt(i);
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      commas += c == ',' && depth == 1 ? 1 : 0;
    }
    return commas + 1;
  }

  /** The files that declare the types of all modules, by the simple name. */
  private static Map<String, List<Path>> types() throws IOException {
    Map<String, List<Path>> types = new TreeMap<>();
    for (Path file : sources()) {
      if (file.toString().endsWith(".java") && !file.endsWith("package-info.java")) {
        types.computeIfAbsent(name(file), name -> new ArrayList<>()).add(file);
      }
    }
    return types;
  }

  private static String key(Path file, String word) {
    return name(file) + " " + word;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
  }

  private static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  /** Code and texts of the product, of all modules. */
  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(ROOT.resolve("action/action.yml"));
    for (String directory : List.of("cli-shim", "action", "jenkins-plugin")) {
      files.addAll(
          below(directory, ".*/src/main/(java|resources)/.*\\.(java|properties|jelly|html|js)"));
    }
    return files;
  }

  /** What users read. */
  private static List<Path> pages() throws IOException {
    List<Path> files = below("docs", ".*\\.md");
    files.add(ROOT.resolve("README.md"));
    return files;
  }

  private static List<Path> below(String directory, String form) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT.resolve(directory))) {
      return new ArrayList<>(all.filter(file -> relative(file).matches(form)).toList());
    }
  }
}
