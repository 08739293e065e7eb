package io.github.basetenci.shim.doctor.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a git of its own making, which tells what it was given. */
class GitSearchTest {
  @TempDir Path directory;

  @Test
  void theKeysGoByStandardInputAlone() throws Exception {
    inAWorkTree();
    git("echo \"$@\" > arguments; env > environment; cat > input");

    assertThat(search(directory)).isEqualTo(new TrackedKeys(List.of(), null));

    assertThat(read("arguments")).contains("grep", "-f -").doesNotContain("markerkey");
    assertThat(read("environment")).doesNotContain("markerkey");
    assertThat(read("input").lines())
        .contains(World.KEY, World.KEY.substring(World.KEY.indexOf('.') + 1))
        .noneMatch(String::isEmpty);
  }

  @Test
  void theWorkTreeAboveIsSearchedAndNamesAreThoseFromItsTop() throws Exception {
    inAWorkTree();
    Path below = Files.createDirectories(directory.resolve("a/b"));
    git("printf 'x y\\0z\\0'");

    assertThat(search(below).files())
        .containsExactly(directory.resolve("x y"), directory.resolve("z"));
  }

  @Test
  void aGitThatFailsIsNoCleanBill() throws Exception {
    inAWorkTree();
    git("exit 128");

    assertThat(search(directory).notSearched()).startsWith("git fails in " + directory);
  }

  @Test
  void aMissingGitIsNoCleanBill() throws Exception {
    inAWorkTree();

    assertThat(search(directory).notSearched()).isEqualTo("git is not on PATH");
  }

  @Test
  void outsideOfAWorkTreeThereIsNothingToSearch() throws Exception {
    git("exit 128");

    assertThat(search(directory)).isEqualTo(new TrackedKeys(List.of(), null));
  }

  private TrackedKeys search(Path from) throws Exception {
    Programs programs =
        new Programs(
            Map.of("PATH", directory + "/bin:/usr/no:", "BASETEN_API_KEY", World.KEY),
            directory,
            false);
    return new GitSearch(programs).search(from, List.of(ApiKey.of(World.KEY)));
  }

  private void inAWorkTree() throws IOException {
    Files.createDirectory(directory.resolve(".git"));
  }

  private void git(String script) throws IOException {
    Path git = Files.createDirectories(directory.resolve("bin")).resolve("git");
    Files.writeString(git, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }
}
