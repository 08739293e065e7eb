package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path base;
  private Path store;

  @BeforeEach
  void begin() throws Exception {
    store = base.toRealPath().resolve(".trussrc");
  }

  @Test
  void aStoreAloneHasNone() throws Exception {
    Files.writeString(store, "");
    Files.writeString(store.resolveSibling(".trussrc.bak"), "");
    Files.writeString(store.resolveSibling(".other.baseten-ci.lock"), "");

    assertThat(new StoreFiles().leftovers(store)).isEmpty();
  }

  @Test
  void aMissingDirectoryHasNone() throws Exception {
    assertThat(new StoreFiles().leftovers(store.resolveSibling("no/auth.json"))).isEmpty();
  }

  @Test
  void theTemporaryFileAndTheLockOfAKilledRunAreNamed() throws Exception {
    Path temp =
        Files.writeString(
            store.resolveSibling(".trussrc.baseten-ci.0123456789abcdef.tmp"), "half a key");
    Path lock = Files.writeString(store.resolveSibling(".trussrc.baseten-ci.lock"), "");

    assertThat(new StoreFiles().leftovers(store)).containsExactly(temp, lock);
  }

  @Test
  void aFileBehindALinkHasThemBesideItsTarget() throws Exception {
    Path target = Files.createDirectory(store.resolveSibling("dotfiles")).resolve("rc");
    Files.createSymbolicLink(store, target);
    Path lock = Files.writeString(target.resolveSibling(".rc.baseten-ci.lock"), "");

    assertThat(new StoreFiles().leftovers(store)).containsExactly(lock);
  }

  @Test
  void theFilesOfARunThatGoesOnAreNoLeftovers() throws Exception {
    List<Path> seen =
        new StoreFiles()
            .update(
                List.of(store),
                Duration.ofHours(1),
                current -> {
                  try {
                    Files.writeString(
                        store.resolveSibling(".trussrc.baseten-ci.0123456789abcdef.tmp"), "");
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                  return new Change.Result<>(Map.of(), new StoreFiles().leftovers(store));
                })
            .value();

    assertThat(seen).isEmpty();
  }
}
