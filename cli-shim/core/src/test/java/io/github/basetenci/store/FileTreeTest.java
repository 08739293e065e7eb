package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir Path base;

  @Test
  void everythingInTheDirectoryGoesAndNothingThatALinkPointsTo() throws Exception {
    Path outside = Files.createDirectory(base.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Path tree = Files.createDirectories(base.resolve("tree/a/b"));
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("link"), outside);

    FileTree.delete(base.resolve("tree"));

    assertThat(base.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("kept")).hasContent("kept");
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> FileTree.delete(base.resolve("tree")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
