package io.github.basetenci.testing.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs from the last release is found, unless the changelog tells it. */
class InterfaceSnapshotTest {
  private static final InterfaceItem LIST = InterfaceItem.of("command", "keys list", "leaf");
  private static final InterfaceItem TYPE =
      InterfaceItem.of("flag", "keys list", "--type", "one value");
  private static final InterfaceItem STATE =
      InterfaceItem.of("json", "keys list", "keys[].state", "text");
  private static final InterfaceItem REFUSED = InterfaceItem.of("exit", "exit 3", "refused");
  private static final List<InterfaceItem> BEFORE = List.of(LIST, TYPE, STATE, REFUSED);

  @TempDir Path root;
  private InterfaceSnapshot snapshot;

  @BeforeEach
  void begin() throws IOException {
    changelog("### Changed", "- `keys list` `--type` was told before the snapshot");
    snapshot = new InterfaceSnapshot(root, "command");
    write("0.0.0", BEFORE);
  }

  @AfterEach
  void end() {
    System.clearProperty(InterfaceSnapshot.VERSION);
  }

  private void changelog(String... lines) throws IOException {
    Files.writeString(
        root.resolve("CHANGELOG.md"),
        "# Changelog\n\n## [Unreleased]\n\n" + String.join("\n", lines) + "\n");
  }

  private void write(String version, List<InterfaceItem> items) throws IOException {
    System.setProperty(InterfaceSnapshot.VERSION, version);
    snapshot.check(items);
    System.clearProperty(InterfaceSnapshot.VERSION);
  }

  private static List<InterfaceItem> without(InterfaceItem item) {
    List<InterfaceItem> left = new ArrayList<>(BEFORE);
    left.remove(item);
    return left;
  }

  private static List<InterfaceItem> with(InterfaceItem... more) {
    List<InterfaceItem> all = new ArrayList<>(BEFORE);
    all.addAll(List.of(more));
    return all;
  }

  private static List<InterfaceItem> changed(InterfaceItem item, String value) {
    List<InterfaceItem> all = without(item);
    all.add(new InterfaceItem(item.kind(), item.names(), value));
    return all;
  }

  @Test
  void theSameInterfaceIsSilent() throws IOException {
    snapshot.check(BEFORE);

    assertThat(snapshot.recorded()).containsExactlyInAnyOrderElementsOf(BEFORE);
  }

  @Test
  void whatChangesComesOrGoesFails() {
    assertFails(changed(REFUSED, "found"), "- `exit 3`: ...    (was: refused; is: exit | exit 3");
    assertFails(changed(TYPE, "no value"), "### Changed\n- `keys list` `--type`: ...");
    assertFails(without(TYPE), "### Removed\n- `keys list` `--type`: ...    (gone: ");
    assertFails(without(STATE), "### Removed\n- `keys list` `keys[].state`: ...");
    assertFails(
        with(InterfaceItem.of("input", "team", "default none")), "### Added\n- `team`: ...");
  }

  private void assertFails(List<InterfaceItem> items, String advice) {
    assertThatThrownBy(() -> snapshot.check(items))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("bin/interface VERSION")
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "### Removed; - The flag `--type` of `keys list` is gone",
        "### Changed; - `baseten-ci keys list --type TYPE` was of no use",
      })
  void whatIsToldIsNoFailure(String heading, String line) throws IOException {
    changelog(heading, line);

    snapshot.check(without(TYPE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "### Changed; - `keys list` `--type` was told before the snapshot",
        "### Added; - `keys list` has `--type`",
        "### Removed; - `keys list` has no --type",
        "### Removed; - `keys inspect` has no `--type`",
        "### Removed; - `keys list` has no `--type-of`",
        "### Removed; - `keys list` has no `--no--type`",
      })
  void whatIsNotToldNowIsAFailure(String heading, String line) throws IOException {
    changelog(heading, line);

    assertFails(without(TYPE), "`--type`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys[].state", "state"})
  void aMemberIsCalledByItsPathOrByItsName(String name) throws IOException {
    changelog("### Changed", "- `keys list` has no `" + name + "`");

    snapshot.check(without(STATE));
  }

  @Test
  void twoLinesThatNameAHalfEachTellNothing() throws IOException {
    changelog("### Removed", "- `keys list` is quicker", "- `--type` is gone somewhere");

    assertFails(without(TYPE), "`--type`");
  }

  @Test
  void theNameOfANewCommandIsEnoughForAllThatItHas() throws IOException {
    InterfaceItem[] fleet = {
      InterfaceItem.of("command", "fleet", "group"),
      InterfaceItem.of("command", "fleet plan", "leaf"),
      InterfaceItem.of("flag", "fleet plan", "--file", "one value"),
      InterfaceItem.of("json", "fleet plan", "keys[].name", "text")
    };
    assertFails(with(fleet), "`fleet plan` `--file`");

    changelog("### Added", "- `baseten-ci fleet` rotates", "  many keys");
    snapshot.check(with(fleet));
  }

  @Test
  void theNameOfAnOldCommandIsNotEnoughForANewFlag() throws IOException {
    changelog("### Added", "- `keys list` can do more");

    assertFails(
        with(InterfaceItem.of("flag", "keys list", "--all", "no value")), "`keys list` `--all`");
  }

  @Test
  void aSnapshotIsWrittenOnceForEachReleaseThatTheChangelogHas() throws IOException {
    assertThatThrownBy(() -> write("0.0.0", without(TYPE)))
        .hasMessageContaining("is already that of 0.0.0");
    assertThatThrownBy(() -> write("0.1.0", without(TYPE)))
        .hasMessageContaining("the last release that CHANGELOG.md has");

    changelog("", "## [0.1.0] - 2026-12-01", "", "### Removed", "- `keys list` `--type`");
    System.clearProperty(InterfaceSnapshot.VERSION);
    assertThatThrownBy(() -> snapshot.check(without(TYPE)))
        .hasMessageContaining("run bin/interface 0.1.0");
    write("0.1.0", without(TYPE));

    snapshot.check(without(TYPE));
    assertThat(Files.readAllLines(root.resolve("docs/conformance/interface/told.txt")))
        .containsExactly("# Release 0.1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.4, same, true",
    "1.2.3, 1.2.3, same, false",
    "1.2.3, 1.2.4, new, false",
    "1.2.3, 1.3.0, new, true",
    "1.2.3, 1.3.0, changed, true",
    "1.2.3, 1.3.0, gone, false",
    "1.2.3, 2.0.0, gone, true",
    "0.1.0, 0.2.0, gone, true",
    "0.1.0, 0.1.1, gone, false"
  })
  void theVersionGrowsWithWhatDiffers(String last, String version, String what, boolean enough) {
    List<InterfaceItem> now =
        switch (what) {
          case "new" -> with(InterfaceItem.of("input", "team", "-"));
          case "changed" -> changed(TYPE, "other");
          case "gone" -> without(TYPE);
          default -> BEFORE;
        };

    assertThat(Semver.isEnough(last, version, InterfaceChange.between(BEFORE, now)))
        .isEqualTo(enough);
  }

  @Test
  void aLineReadsBackAsItWasWritten() {
    for (InterfaceItem item : BEFORE) {
      assertThat(InterfaceItem.parse(item.line())).isEqualTo(item);
    }
    InterfaceItem odd = InterfaceItem.of("flag", "exec", "--x", "a | b\n c");
    assertThat(InterfaceItem.parse(odd.line())).isEqualTo(odd);
    assertThat(InterfaceItem.of("input", "team", "").value()).isEqualTo("-");
  }
}
