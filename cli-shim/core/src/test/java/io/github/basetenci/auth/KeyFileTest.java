package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "fakekey1.NotARealSecretNotARealSecret0001, false",
    "NotARealSecretNotARealSecret, false",
    "key, true",
    "baseten-key.txt, true",
    "production.baseten.key, true",
    "secrets/fakekey1.NotARealSecretNotARealSecret0001, true"
  })
  void aMissingFileIsNamedUnlessItsNameCouldBeTheKey(String name, boolean named) {
    assertThatThrownBy(() -> new KeyFile(directory).read("--api-key-file", Path.of(name)))
        .hasMessageContainingAll("--api-key-file", "does not exist")
        .satisfies(e -> assertThat(e.getMessage().contains(name)).isEqualTo(named));
  }

  @Test
  void aNameThatATerminalWouldObeyIsShownHarmless() {
    assertThatThrownBy(() -> new KeyFile(directory).read("--api-key-file", Path.of("a\u001b[31m")))
        .hasMessageContaining("a\\u001B[31m");
  }

  @Test
  void aFileThatIsTooLargeIsNoKey() throws IOException {
    Files.writeString(directory.resolve("large"), "x".repeat(8193));

    assertThatThrownBy(() -> new KeyFile(directory).read("--api-key-file", Path.of("large")))
        .hasMessageContaining("larger than 8192 bytes");
  }
}
