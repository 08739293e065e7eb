package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.TargetProgress.Step;
import io.github.basetenci.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal, storage of the new key and target in files. */
class RotationFilesTest {
  @TempDir Path root;
  private final StoreFiles files = new StoreFiles();
  private final List<ApiKey> met = new ArrayList<>();
  private ApiKey key;
  private ApiKey other;

  @BeforeEach
  void begin() throws Exception {
    key = ApiKey.of("newprefx.abcdefghijabcdefghijabcdefghijab");
    other = ApiKey.of("otherkey.0123456789012345678901234567890a");
  }

  @Test
  void aJournalReadsBackWhatItWrote() throws Exception {
    FileJournal journal = FileJournal.of(root.resolve("deep/journals"), "oldprefx", files);
    assertThat(journal.load()).isEmpty();

    journal.save(record());

    assertThat(journal.load()).contains(record());
    assertThat(FileJournal.all(root.resolve("deep/journals"), files)).containsExactly(record());
    Path file = root.resolve("deep/journals/oldprefx.json");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(file.getParent())).isEqualTo("rwx------");
  }

  @Test
  void twoRunsDoNotWorkOnOneRotation() throws Exception {
    FileJournal journal = FileJournal.of(root.resolve("journals"), "oldprefx", files);
    FileJournal again = FileJournal.of(root.resolve("journals"), "oldprefx", files);

    try (FileJournal.Lock lock = journal.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(again::lock)
          .isInstanceOf(RotationIOException.class)
          .hasMessageContaining("another run is at work on this rotation");
      FileJournal.of(root.resolve("journals"), "elsewhr1", files).lock().close();
    }
    again.lock().close();
    assertThat(mode(root.resolve("journals"))).isEqualTo("rwx------");
  }

  @Test
  void aFileThatIsNoJournalIsNotWrittenOver() throws Exception {
    Files.writeString(root.resolve("oldprefx.json"), "{\"version\":2}");

    assertThatThrownBy(() -> FileJournal.of(root, "oldprefx", files).load())
        .isInstanceOf(RotationIOException.class)
        .hasMessageEndingWith(
            "oldprefx.json is no journal that this version can read; move it away");
  }

  @Test
  void aPrefixThatIsNoFileNameIsRefusedAndNotQuoted() {
    for (String prefix : List.of("", "../x", "a.b", "x".repeat(65))) {
      assertThatThrownBy(() -> FileJournal.of(root, prefix, files))
          .isInstanceOf(RotationIOException.class)
          .hasMessageStartingWith("the prefix of the key does not consist of");
    }
  }

  @Test
  void aHolderKeepsOneKeyUntilItIsCleared() throws Exception {
    Path file = root.resolve("deep/held.key");
    NewKeyFile newKeyStorage = new NewKeyFile(file, files, met::add);
    assertThat(newKeyStorage.load()).isEmpty();

    newKeyStorage.save(other);
    newKeyStorage.save(key);

    assertThat(newKeyStorage.load()).contains(key);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(met).contains(key, other);
    newKeyStorage.clear();
    newKeyStorage.clear();
    assertThat(newKeyStorage.load()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aHolderWithSomethingElseInItIsRefusedAndNotQuoted() throws Exception {
    Path file = Files.writeString(root.resolve("notes"), "dear diary");

    assertThatThrownBy(() -> new NewKeyFile(file, files, met::add).load())
        .isInstanceOf(RotationIOException.class)
        .hasMessage("file:" + file + " holds something else than a key");
  }

  @Test
  void aFileTargetMayBeNewAndIsPrivate() throws Exception {
    Path file = root.resolve("key");
    FileTarget target = new FileTarget(file, files, met::add);

    target.check("oldprefx");
    assertThat(target.currentPrefix()).contains("");
    target.write(key, "oldprefx");

    assertThat(file).content().isEqualTo(key.reveal() + "\n");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(target.currentPrefix()).contains("newprefx");
  }

  @Test
  void aFileTargetWithAnotherKeyIsLeftAlone() throws Exception {
    Path file = Files.writeString(root.resolve("key"), other.reveal());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    FileTarget target = new FileTarget(file, files, met::add);

    assertThatThrownBy(() -> target.check("oldprefx"))
        .hasMessageEndingWith("holds another key (otherkey****), not the key that is rotated");
    assertThatThrownBy(() -> target.write(key, "oldprefx")).isInstanceOf(RotationIOException.class);
    assertThat(file).content().isEqualTo(other.reveal());
  }

  @Test
  void aFileTargetThatOthersReadIsRefusedSinceTheyWouldBeShutOut() throws Exception {
    Path file = Files.writeString(root.resolve("key"), "oldprefx.0123456789012345678901");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> new FileTarget(file, files, met::add).check("oldprefx"))
        .isInstanceOf(RotationIOException.class)
        .hasMessageContaining("can be read by other users");
  }

  @Test
  void aFileTargetInADirectoryThatIsMissingIsRefused() {
    assertThatThrownBy(
            () -> new FileTarget(root.resolve("no/key"), files, met::add).check("oldprefx"))
        .isInstanceOf(RotationIOException.class)
        .hasMessageContaining("is missing or not writable");
  }

  private static RotationRecord record() {
    RotationPlan plan =
        new RotationPlan(
            "https://api.baseten.co",
            new RotationPlan.Replaced("oldprefx", "ci"),
            new RotationPlan.Scope(
                ApiKeyType.WORKSPACE_INVOKE, List.of("m1"), "Default", "team1", null),
            new RotationPlan.Replacement("ci-2", "file:/held"),
            List.of("trussrc:ci", "command:a \"b\""),
            new DrainTimes(Duration.ofHours(24), Duration.ofHours(2), Duration.ofDays(7)),
            List.of("profile:ci"));
    return RotationRecord.planned(plan, Instant.parse("2026-08-18T10:00:00Z"))
        .withNewPrefix("newprefx")
        .withTarget("trussrc:ci", new TargetProgress(Step.ATTEMPTED, "it is gone"))
        .draining(
            new Draining(
                Instant.parse("2026-08-18T11:00:00.123Z"), Instant.parse("2026-08-18T11:05:00Z")));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
