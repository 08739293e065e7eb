package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes at once: none loses what another one wrote. */
class StoreContentionTest {
  @TempDir Path base;
  private Path trussrc;
  private Path authJson;

  @BeforeEach
  void noFilesYet() throws IOException {
    trussrc = base.toRealPath().resolve(".trussrc");
    authJson = base.toRealPath().resolve("config/baseten/auth.json");
  }

  @Test
  void processesThatLogInAtOnceAllStayLoggedIn() throws Exception {
    logInAtOnce(8);
  }

  @Test
  @Tag("long")
  void sixtyFourProcessesThatLogInAtOnceAllStayLoggedIn() throws Exception {
    logInAtOnce(64);
  }

  @Test
  void waitingForAnotherProcessEndsInOneSentence() throws Exception {
    Process holder = StoreChild.start("hold", trussrc.toString(), authJson.toString());
    assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("held");
    assertThatThrownBy(() -> change(Duration.ofMillis(100)))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            trussrc
                + ": another run is changing it and does not end; wait for that run, or end it");
    holder.destroyForcibly().waitFor();
    change(Duration.ZERO);
    assertThat(trussrc).hasContent("new");
    assertNoTrace(trussrc);
  }

  /** The lock file goes with every run, so that the next ones keep meeting a new one. */
  @Test
  void noUpdateIsLostWhileTheLockFileComesAndGoes() throws Exception {
    updateAtOnce(4, 50);
  }

  @Test
  @Tag("long")
  void noneOfManyUpdatesIsLostWhileTheLockFileComesAndGoes() throws Exception {
    updateAtOnce(16, 200);
  }

  private void logInAtOnce(int processes) throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      children.add(
          StoreChild.start("login", trussrc.toString(), authJson.toString(), "remote-" + i));
    }
    awaitSuccess(children);
    TrussRc remotes = TrussRc.parse(trussrc, Files.readAllBytes(trussrc));
    AuthJson profiles = AuthJson.parse(authJson, Files.readAllBytes(authJson));
    assertThat(remotes.remotes()).hasSize(processes);
    assertThat(profiles.profiles()).hasSize(processes);
    for (int i = 0; i < processes; i++) {
      String name = "remote-" + i;
      String key = name + ".secret-of-" + name;
      assertThat(remotes.remote(name).orElseThrow().apiKey()).isEqualTo(key);
      assertThat(profiles.profile(name).orElseThrow().apiKey()).isEqualTo(key);
    }
    assertNoTrace(trussrc, authJson);
  }

  private void updateAtOnce(int processes, int updates) throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      children.add(StoreChild.start("add", trussrc.toString(), authJson.toString(), "" + updates));
    }
    awaitSuccess(children);
    for (Path file : List.of(trussrc, authJson)) {
      assertThat(StoreChild.generation(new StoreFiles().read(file))).isEqualTo(processes * updates);
    }
    assertNoTrace(trussrc, authJson);
  }

  private void change(Duration timeout) throws StoreException {
    FileEdit edit = FileEdit.write("new".getBytes(UTF_8));
    new StoreFiles()
        .update(
            List.of(trussrc), timeout, current -> new Change.Result<>(Map.of(trussrc, edit), ""));
  }

  private static void awaitSuccess(List<Process> children) throws Exception {
    for (Process child : children) {
      String said = new String(child.getInputStream().readAllBytes(), UTF_8);
      assertThat(child.waitFor()).describedAs(said).isZero();
    }
  }

  private static void assertNoTrace(Path... files) throws IOException {
    for (Path file : files) {
      try (Stream<Path> children = Files.list(file.getParent())) {
        assertThat(children.filter(path -> path.toString().contains(".baseten-ci."))).isEmpty();
      }
    }
  }
}
