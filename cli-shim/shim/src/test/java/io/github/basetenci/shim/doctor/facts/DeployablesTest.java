package io.github.basetenci.shim.doctor.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployablesTest {
  @TempDir Path directory;

  @Test
  void aConfigurationOfTrussIsOne() throws IOException {
    write("models/llm/config.yaml", "");
    assertThat(Deployables.isIn(directory)).isTrue();
  }

  @Test
  void aChainIsOne() throws IOException {
    write("app/chain.py", "import truss_chains as chains\n");
    assertThat(Deployables.isIn(directory)).isTrue();
  }

  @Test
  void otherFilesAndHiddenDirectoriesAreNone() throws IOException {
    write("client.py", "import requests\n");
    write("config.yml", "");
    write(".cache/config.yaml", "");
    write("node_modules/x/config.yaml", "");
    assertThat(Deployables.isIn(directory)).isFalse();
    assertThat(Deployables.isIn(directory.resolve("none"))).isFalse();
  }

  @Test
  void aHiddenWorkingDirectoryIsLookedInto() throws IOException {
    write(".job/config.yaml", "");
    assertThat(Deployables.isIn(directory.resolve(".job"))).isTrue();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
