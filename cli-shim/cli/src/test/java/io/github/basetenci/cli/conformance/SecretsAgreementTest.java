package io.github.basetenci.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code secrets check} says of a configuration that truss loads it exactly when truss does. */
@NeedsPeers(Peer.TRUSS)
class SecretsAgreementTest {
  private static final String LOAD_ALL =
      """
      import json, logging, pathlib, sys, warnings
      warnings.simplefilter("ignore")
      logging.disable(logging.CRITICAL)
      from truss.base.truss_config import TrussConfig
      for line in sys.stdin:
          path = pathlib.Path(line.strip())
          try:
              config = TrussConfig.from_yaml(path)
              print(json.dumps(list(config.secrets)))
          except Exception as e:
              print(json.dumps("refuses"))
      """;

  /** The one difference: our YAML parser refuses a block without lines before less indentation. */
  private static final String EMPTY_BLOCK = "secrets:\n  a: |\nmodel_name: x\n";

  /** Values and names in every way that YAML 1.1 writes them, or nearly does. */
  private static final List<String> SCALARS =
      List.of(
          "null",
          "Null",
          "NULL",
          "nULL",
          "~",
          "\"\"",
          "''",
          "text",
          "'quoted'",
          "\"null\"",
          "'~'",
          "a b/c",
          "1",
          "-1",
          "+1",
          "0",
          "007",
          "08",
          "0o7",
          "0x1F",
          "0b11",
          "0b12",
          "1_000",
          "_1",
          "1.5",
          "1.",
          ".5",
          "1e3",
          "1.0e3",
          "1.0e+3",
          ".inf",
          "-.INF",
          ".nan",
          "1:30",
          "12:30:45",
          "1:60",
          "12:30.5",
          "true",
          "True",
          "TRUE",
          "tRUE",
          "yes",
          "Yes",
          "no",
          "NO",
          "on",
          "On",
          "off",
          "OFF",
          "y",
          "n",
          "2026-01-01",
          "2026-1-1",
          "2026-01-01 10:00:00",
          "2026-01-01T10:00:00Z",
          "<",
          "=",
          "a=b",
          "!!str 5",
          "!!str null",
          "!!str",
          "!!null ''",
          "!!int '5'",
          "!!bool 'yes'",
          "!!float '1'",
          "!!binary aGVsbG8=",
          "!local x",
          "!!python/none",
          "!!seq x",
          "{}",
          "{a: b}",
          "[]",
          "[a]",
          "&anchor text",
          "&anchor null",
          "*unknown",
          "'it''s'",
          "\"\\u0041\"",
          "\"\\x00\"",
          "@x",
          "`x",
          "%x",
          "- x",
          "? x",
          "|",
          ">",
          "a: b",
          "a #b",
          "#b",
          "[a",
          "{a",
          "'a",
          "\"a",
          "a\tb",
          "äöü",
          "\"äöü\"",
          "😀",
          "'a\n  b'",
          "|\n    text",
          ">-\n    text");

  /** Whole configurations: the rows of the table, and what else has a way of its own. */
  private static final List<String> WHOLE =
      List.of(
          "",
          "\n",
          "# nothing\n",
          "---\n",
          "--- {}\n",
          "null\n",
          "[]\n",
          "''\n",
          "- a\n",
          "text\n",
          "a: 1\n---\nb: 2\n",
          "secrets:\n",
          "secrets: ~\n",
          "secrets: {}\n",
          "secrets: []\n",
          "secrets: [a, b]\n",
          "secrets: text\n",
          "secrets: 5\n",
          "secrets: !!set {a, b}\n",
          "secrets: !!omap [a: b]\n",
          "secrets: {a, b}\n",
          "secret:\n  a: 1\n",
          "Secrets: [a]\n",
          "secrets:\n  a: null\nsecrets: null\n",
          "secrets: null\nsecrets:\n  a: null\n",
          "secrets:\n  a: 1\n  a: null\n",
          "secrets:\n  a: null\n  a: 1\n",
          "secrets:\n\ta: null\n",
          "secrets:\n  a: null\n b: null\n",
          "secrets:\n  a null\n",
          "secrets:\n  a: null\t\n",
          "secrets:\n  a: 'x'\t# c\n",
          "secrets:\n  a:\tnull\n",
          "secrets:\n  a: null # c\td\n",
          "\t\nsecrets: {}\n",
          "secrets:\n  a: null\n\t\n",
          "secrets:\n  a: 'x\n\ty'\n",
          "secrets:\n  a: |\n    x\ty\n",
          "secrets: {a: null,\tb: null}\n",
          "secrets:\n  a: |\n  b: null\n",
          "secrets:\n  a: >\n\n",
          EMPTY_BLOCK,
          "# don't\nsecrets: {'a#\tb': null} # 'x\ty\n",
          "\ufeffsecrets:\n  a: null\n",
          "%YAML 1.1\n---\nsecrets: {a: null}\n",
          "x: &m {a: null, b: v}\nsecrets:\n  <<: *m\n  b: null\n",
          "x: &m {a: 1}\nsecrets:\n  <<: *m\n",
          "x: &m {a: 1}\nsecrets:\n  <<: *m\n  a: null\n",
          "x: &m {a: 1}\ny: &n {a: null}\nsecrets:\n  <<: [*n, *m]\n",
          "x: &m {a: 1}\ny: &n {a: null}\nsecrets:\n  <<: [*m, *n]\n",
          "secrets:\n  <<: text\n",
          "secrets:\n  <<: [a]\n",
          "secrets:\n  '<<': null\n",
          "x: &s null\nsecrets: *s\n",
          "x: &s {a: null}\nsecrets: *s\n",
          "secrets:\n  ? a\n  : null\n",
          "secrets:\n  [a]: null\n",
          "secrets:\n  {a: b}: null\n",
          "secrets:\r\n  a: null\r\n",
          "x: !custom y\n",
          "x: !!python/object:os.system y\n",
          "build: {}\n",
          "build: {secret_to_path_mapping: {}}\n",
          "build: {secret_to_path_mapping: {a-b.c_d: /x}}\n",
          "build: {secret_to_path_mapping: {'a b': /x}}\n",
          "build: {secret_to_path_mapping: {'': /x}}\n",
          "build: {secret_to_path_mapping: {'.': /x}}\n",
          "build: {secret_to_path_mapping: {'..': /x}}\n",
          "build: {secret_to_path_mapping: {1: /x}}\n",
          "build: {secret_to_path_mapping: {a: null}}\n",
          "build: {secret_to_path_mapping: {a: 5}}\n",
          "build: {secret_to_path_mapping: {'DOCKER_REGISTRY_x/y': /x}}\n",
          "build: {secret_to_path_mapping: {" + "x".repeat(253) + ": /x}}\n",
          "build: {secret_to_path_mapping: {" + "x".repeat(254) + ": /x}}\n",
          "build: {secret_to_path_mapping: {DOCKER_REGISTRY_" + "x".repeat(254) + ": /x}}\n",
          "weights:\n  - source: s3://b/p\n    mount_location: /w\n    auth_secret_name: a\n",
          "weights:\n  - source: s3://b/p\n    mount_location: /w\n    auth:\n"
              + "      auth_method: CUSTOM_SECRET\n      auth_secret_name: a\n",
          "weights:\n  - source: s3://b/p\n    mount_location: /w\n    auth_secret_name: b\n"
              + "    auth:\n      auth_method: CUSTOM_SECRET\n      auth_secret_name: a\n");

  @TempDir Path directory;

  @Test
  void oursAndTheirsLoadTheSame() throws Exception {
    List<String> configs = new ArrayList<>(WHOLE);
    for (String scalar : SCALARS) {
      configs.add("secrets:\n  name: " + scalar + "\n");
      configs.add("secrets:\n  " + scalar + ": null\n");
      configs.add("secrets: " + scalar + "\n");
    }
    configs.addAll(random(300));
    List<Path> files = new ArrayList<>();
    for (String config : configs) {
      Path file = directory.resolve("config-" + files.size() + ".yaml");
      files.add(Files.writeString(file, config));
    }

    List<JsonValue> theirs = theirs(files);
    assertThat(theirs).hasSameSizeAs(files);
    Map<String, String> different = new LinkedHashMap<>();
    try (World world = new World(directory)) {
      for (int i = 0; i < files.size(); i++) {
        JsonValue ours = ours(world, files.get(i));
        if (!ours.equals(theirs.get(i))) {
          different.put(
              configs.get(i),
              "ours " + Json.compact(ours) + ", theirs " + Json.compact(theirs.get(i)));
        }
      }
    }

    assertThat(theirs.stream().filter(JsonArray.class::isInstance)).hasSizeGreaterThan(200);
    assertThat(theirs.stream().filter(JsonString.class::isInstance)).hasSizeGreaterThan(200);
    assertThat(different).containsOnlyKeys(EMPTY_BLOCK);
  }

  /** Sections of several entries, with names that meet each other. */
  private static List<String> random(int count) {
    Random random = new Random(6);
    List<String> configs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder config = new StringBuilder("secrets:\n");
      for (int entry = random.nextInt(4); entry >= 0; entry--) {
        String name =
            random.nextInt(4) > 0
                ? List.of("a", "b", "'a'").get(random.nextInt(3))
                : SCALARS.get(random.nextInt(SCALARS.size()));
        String value =
            random.nextInt(4) > 0
                ? List.of("null", "~", "v", "''").get(random.nextInt(4))
                : SCALARS.get(random.nextInt(SCALARS.size()));
        config.append("  ").append(name).append(": ").append(value).append('\n');
      }
      configs.add(config.toString());
    }
    return configs;
  }

  private static JsonValue ours(World world, Path file) throws JsonParseException {
    World.Run run =
        world.run(
            "secrets",
            "check",
            "--offline",
            file.toString(),
            "-o",
            "jsonl",
            "-q",
            "if .loads then .declared else \"refuses\" end");
    assertThat(run.err()).isEmpty();
    return Json.parse(run.out());
  }

  private List<JsonValue> theirs(List<Path> files) throws Exception {
    Path script = Files.writeString(directory.resolve("load.py"), LOAD_ALL);
    StringBuilder input = new StringBuilder();
    files.forEach(file -> input.append(file).append('\n'));
    Ended ended =
        Ended.of(
            directory,
            Map.of("HOME", directory.toString(), "TRUSS_NO_UPDATE_CHECK", "1", "PYTHONUTF8", "1"),
            input.toString(),
            List.of(Peers.trussPython().toString(), script.toString()));
    assertThat(ended.code()).as(ended.err()).isZero();
    List<JsonValue> answers = new ArrayList<>();
    for (String line : ended.out().lines().toList()) {
      answers.add(Json.parse(line));
    }
    return answers;
  }
}
