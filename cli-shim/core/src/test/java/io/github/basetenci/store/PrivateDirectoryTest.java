package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at modes of POSIX")
class PrivateDirectoryTest {
  @TempDir Path parent;

  @Test
  void aReplacedFileIsAnotherFileThatIsPrivateToo() throws Exception {
    try (PrivateDirectory directory = PrivateDirectory.create(parent)) {
      Path file = directory.path().resolve("name");
      directory.write("name", "old".getBytes(UTF_8));
      Object before = Files.getAttribute(file, "unix:ino");
      // What an earlier replacement left that failed half-way.
      Files.writeString(directory.path().resolve("name.new"), "half");

      directory.replace("name", "new".getBytes(UTF_8));

      assertThat(file).hasContent("new");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
      assertThat(directory.path().resolve("name.new")).doesNotExist();
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatCannotBeReplacedIsNamed() throws Exception {
    PrivateDirectory directory = PrivateDirectory.create(parent);
    directory.close();

    assertThatThrownBy(() -> directory.replace("name", new byte[0]))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("replace " + directory.path().resolve("name"));
  }
}
