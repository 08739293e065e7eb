package io.github.basetenci.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.store.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of keys follows them to their new ids. */
class KeyRegistryTest {
  private static final Instant NOW = Instant.parse("2026-08-18T10:00:00Z");

  @TempDir Path home;
  private PrivateFile file;

  @BeforeEach
  void nameTheFile() {
    file = new PrivateFile(home.resolve("keys.json"), new StoreFiles());
  }

  private KeyRegistry<String> read() {
    return new KeyRegistry<>(file, KeyCodec.ofNames(), EngineWords.PLAIN);
  }

  /** A rotation of which the directory were forgotten would never end. */
  @Test
  void aKeyThatGetsTheIdOfOneThatIsGoneKeepsItsOwnRotations() throws Exception {
    KeyRegistry<String> registry = read();
    registry.change("kept/key", NOW, known -> known.in("rotations-of-kept"));
    registry.change("gone/key", NOW, known -> known.in("rotations-of-gone"));
    registry.change("gone/other", NOW, known -> known.in("others"));
    registry.rename(id -> id.replace("kept/", "gone/"));
    for (KeyRegistry<String> each : List.of(registry, read())) {
      assertThat(each.all().keySet()).containsExactlyInAnyOrder("gone/key", "gone/other");
      assertThat(each.find("gone/key").orElseThrow().directory()).isEqualTo("rotations-of-kept");
    }
  }

  /** The second call must not take the directory of the first, which the disk does not know. */
  @Test
  void aDirectoryThatCouldNotBeNotedIsNotUsed() throws Exception {
    Path parent = home.resolve("engine");
    file = new PrivateFile(parent.resolve("keys.json"), new StoreFiles());
    KeyRegistry<String> registry = read();
    Files.writeString(parent, "a file where the directory is to be");
    assertThatThrownBy(() -> registry.directory("a", NOW))
        .isInstanceOfAny(RotationIOException.class, UncheckedIOException.class);
    Files.delete(parent);

    String directory = registry.directory("a", NOW);

    assertThat(read().find("a").orElseThrow().directory()).isEqualTo(directory);
  }

  @Test
  void idsThatCouldNotBeWrittenAreWrittenAtTheNextLook() throws Exception {
    boolean[] full = {false};
    file =
        new PrivateFile(
            home.resolve("keys.json"),
            new StoreFiles(
                step -> {
                  if (full[0]) {
                    throw new UncheckedIOException(new IOException("no space left on device"));
                  }
                }));
    KeyRegistry<String> registry = read();
    registry.change("old", NOW, known -> known.in("rotations"));
    full[0] = true;
    assertThatThrownBy(() -> registry.rename(id -> "new")).hasMessageContaining("no space left");
    full[0] = false;
    assertThat(read().all()).containsOnlyKeys("old");

    registry.see(Map.of(), NOW);

    assertThat(read().all()).containsOnlyKeys("new");
    assertThat(read().find("new").orElseThrow().directory()).isEqualTo("rotations");
  }

  @Test
  void theFileIsAsItAlwaysWas() throws Exception {
    KeyRegistry<String> registry = read();
    registry.see(Map.of("a", "prefix01"), NOW);
    registry.change("a", NOW, known -> known.in("dir").replaced("prefix00"));
    registry.see(Map.of("a", "prefix00"), NOW.plusSeconds(60));
    String text =
        """
        {
          "version": "1",
          "keys": [
            {
              "prefix": "prefix00",
              "since": "2026-08-18T10:01:00Z",
              "directory": "dir",
              "replaced": [
                "prefix00"
              ],
              "not_before": null,
              "overwritten": "2026-08-18T10:01:00Z",
              "earlier_prefix": "prefix01",
              "earlier_since": "2026-08-18T10:00:00Z",
              "id": "a"
            }
          ]
        }
        """;
    assertThat(Files.readString(file.path())).isEqualTo(text);
    assertThat(read().all()).isEqualTo(registry.all());
  }
}
