package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {
  @TempDir Path home;
  private World world;

  @BeforeEach
  void begin() throws IOException {
    world = new World(home);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void itAnswersTheGivenKeysUntilItIsInterrupted() throws Exception {
    world.set("BASETEN_API_KEY", "newkey00.0123456789abcdefghij");
    CompletableFuture<World.Run> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                ended.complete(
                    world.run(
                        "sandbox", "--port", "0", "--ready-file", "ready", "--log-file", "log")));
    thread.start();
    String url = awaitReady(home.resolve("ready"));
    world.set("BASETEN_REMOTE_URL", url).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url);

    assertThat(world.run("whoami").out()).contains("Workspace:  Sandbox\n");

    thread.interrupt();
    World.Run run = ended.get();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "The sandbox answers at %1$s.\nTo use it:\n  export BASETEN_REMOTE_URL=%1$s BASETEN_MANAGEMENT_API_URL_OVERRIDE=%1$s\n"
                .formatted(url));
    assertThat(Files.readString(home.resolve("log")))
        .contains("/v1/users/me", "newkey00")
        .doesNotContain("0123456789abcdefghij");
  }

  @Test
  void aPortThatIsTakenIsAUsageError() {
    String port = world.url().substring(world.url().lastIndexOf(':') + 1);

    assertFails(
        world.run("sandbox", "--port", port),
        2,
        "port " + port + " cannot be listened on; choose another with --port, or 0 for a free one");
  }

  @Test
  void aPortThatCannotBeIsAUsageError() {
    assertFails(
        world.run("sandbox", "--port", "99999"),
        2,
        "port 99999 cannot be listened on; choose another with --port, or 0 for a free one");
  }

  @Test
  void aVariableThatIsNotSetIsAUsageError() {
    assertFails(
        world.run("sandbox", "--port", "0", "--key-env", "NO_KEY"),
        2,
        "--key-env names a variable that is not set or empty");
  }

  @Test
  void aVariableThatHoldsNoKeyIsAnErrorThatDoesNotQuoteIt() {
    assertFails(
        world.set("BASETEN_API_KEY", "two words").run("sandbox", "--port", "0"),
        1,
        "the key in the variable that --key-env names contains a blank");
    assertFails(
        world.set("BASETEN_API_KEY", "nodotatall").run("sandbox", "--port", "0"),
        1,
        "the key in the variable that --key-env names has no prefix; give one of the form"
            + " PREFIX.SECRET");
  }

  @Test
  void aFileThatCannotBeWrittenIsAUsageError() {
    assertFails(
        world.run("sandbox", "--port", "0", "--log-file", "no/log"),
        2,
        "--log-file: " + home.resolve("no/log") + " cannot be written");
    assertFails(
        world.run("sandbox", "--port", "0", "--ready-file", "no/ready"),
        2,
        "--ready-file: " + home.resolve("no/ready") + " cannot be written");
  }

  private static String awaitReady(Path file) throws Exception {
    Await.until("the sandbox", () -> Files.exists(file) && Files.size(file) > 0);
    return Files.readString(file).strip();
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
