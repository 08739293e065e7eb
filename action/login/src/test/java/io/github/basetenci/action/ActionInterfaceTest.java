package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.action.runner.ActionYml;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import io.github.basetenci.testing.snapshot.InterfaceSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a workflow can rely on is that of the last release, or the changelog tells what is not. */
class ActionInterfaceTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern SWITCH = Pattern.compile("env\\.([A-Z_]+)");

  /** An input that no workflow sets. */
  private static final String INTERNAL = "runner-temp";

  private final InterfaceSnapshot snapshot = new InterfaceSnapshot(ROOT, "action");
  @TempDir Path directory;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void itIsThatOfTheLastReleaseOrTheChangelogTells() throws Exception {
    snapshot.check(items());
  }

  @Test
  void aChangeOfAnythingIsFound() throws Exception {
    List<InterfaceItem> items = items();

    for (String kind : List.of("input", "setup-input", "output", "member", "variable", "file")) {
      assertChangeIsFound(kind, items);
    }
  }

  private void assertChangeIsFound(String kind, List<InterfaceItem> items) {
    InterfaceItem item =
        items.stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
    List<InterfaceItem> without = new ArrayList<>(items);
    without.remove(item);
    List<InterfaceItem> changed = new ArrayList<>(without);
    changed.add(new InterfaceItem(kind, item.names(), "something else"));
    for (List<InterfaceItem> wrong : List.of(without, changed)) {
      assertThatThrownBy(() -> snapshot.check(wrong))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("`" + item.names().get(item.names().size() - 1) + "`");
    }
  }

  private List<InterfaceItem> items() throws Exception {
    List<InterfaceItem> items = new ArrayList<>();
    ActionYml action = ActionYml.read();
    items.addAll(inputs("input", action));
    items.addAll(inputs("setup-input", ActionYml.read(Path.of("..", "setup", "action.yml"))));
    action.outputs().forEach(name -> items.add(InterfaceItem.of("output", name, "text")));
    SWITCH
        .matcher(String.valueOf(action.runs().get("post-if")))
        .results()
        .forEach(name -> items.add(InterfaceItem.of("variable", name.group(1), "is read")));
    for (String export : List.of("files", "env", "both", "none")) {
      items.addAll(exported(export));
    }
    return items.stream().distinct().toList();
  }

  private static List<InterfaceItem> inputs(String kind, ActionYml action) {
    return action.inputs().stream()
        .filter(name -> !name.equals(INTERNAL))
        .map(
            name -> {
              Map<String, Object> input = action.input(name);
              String preset = String.valueOf(input.getOrDefault("default", ""));
              // A release writes its number and its checksum.
              String value = kind.startsWith("setup") ? "of the release" : "'" + preset + "'";
              return InterfaceItem.of(
                  kind,
                  name,
                  "default "
                      + value
                      + (input.containsKey("required") ? "; required " + input.get("required") : "")
                      + (input.containsKey("deprecationMessage") ? "; deprecated" : ""));
            })
        .toList();
  }

  /** What later steps find. */
  private List<InterfaceItem> exported(String export) throws Exception {
    List<InterfaceItem> items = new ArrayList<>();
    Stage main = world.login("export", export);
    assertThat(main.code()).as(main.text()).isZero();
    for (String name : new TreeSet<>(main.variables().keySet())) {
      items.add(InterfaceItem.of("variable", "export: " + export, name, "is set"));
    }
    JsonObject result = (JsonObject) Json.parse(main.outputs().get("result-json"));
    members("", result, items);
    members("logins[].", (JsonObject) result.array("logins").get(0), items);
    String login = main.outputs().get("config-dir");
    if (!login.isEmpty()) {
      for (String name : files(Path.of(login))) {
        items.add(InterfaceItem.of("file", "export: " + export, name, "is written"));
      }
    }
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    return items;
  }

  private static void members(String path, JsonObject object, List<InterfaceItem> items) {
    for (String name : object.members().keySet()) {
      items.add(InterfaceItem.of("member", "result-json", path + name, "a member"));
    }
  }

  private static List<String> files(Path login) throws IOException {
    try (Stream<Path> all = Files.list(login)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
