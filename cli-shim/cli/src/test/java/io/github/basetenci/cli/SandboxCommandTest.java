package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @Fixture private World world;

  @Test
  void itAnswersTheGivenKeysUntilItIsInterrupted() throws Exception {
    world.set("BASETEN_API_KEY", "newkey00.0123456789abcdefghij");

    World.Run run =
        during(
            url -> {
              world.set("BASETEN_REMOTE_URL", url).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url);
              assertThat(world.run("whoami").out()).contains("Workspace:  Sandbox\n");
            },
            "--log-file",
            "log");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "The sandbox answers at %1$s.\nTo use it:\n  export BASETEN_REMOTE_URL=%1$s BASETEN_MANAGEMENT_API_URL_OVERRIDE=%1$s\n"
                .formatted(world.environment().get("BASETEN_REMOTE_URL")));
    assertThat(Files.readString(world.home().resolve("log")))
        .contains("/v1/users/me", "newkey00")
        .doesNotContain("0123456789abcdefghij");
  }

  @Test
  void withoutAKeyItPrintsOneThatWorks() throws Exception {
    List<String> lines = new ArrayList<>();

    World.Run run =
        during(
            url -> {
              lines.addAll(printed.toString(StandardCharsets.UTF_8).lines().toList());
              for (String line : lines.subList(2, lines.size())) {
                for (String set : line.strip().substring("export ".length()).split(" ")) {
                  String[] parts = set.split("=", 2);
                  world.set(parts[0], parts[1]);
                }
              }
              World.Run login = world.run("login");
              assertThat(login.code()).as(login.err()).isZero();
            });

    assertThat(run.code()).isZero();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(3)).startsWith("  export BASETEN_API_KEY=");
  }

  @Test
  void theJsonResultHasTheAddressAndTheKeyThatWasMade() throws Exception {
    assertThat(during(url -> {}, "-o", "jsonl").out())
        .matches("\\{\"url\":\"http://[^\"]+\",\"api_key\":\"[^\".]+\\.[^\".]+\"}\n");
    world.set("BASETEN_API_KEY", "newkey00.0123456789abcdefghij");
    Files.delete(world.home().resolve("ready"));
    assertThat(during(url -> {}, "-o", "jsonl").out()).endsWith(",\"api_key\":null}\n");
  }

  @Test
  void itsKeyCanBeOneThatCreatesEveryKey() throws Exception {
    world.set("BASETEN_API_KEY", "newkey00.0123456789abcdefghij");

    during(
        url -> {
          world.set("BASETEN_REMOTE_URL", url).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url);
          for (String type : List.of("personal", "workspace-manage-api-keys", "routes")) {
            World.Run run = world.run("keys", "create", "--type", type, "--to-file", type);
            assertThat(run.code()).as(run.err()).isZero();
          }
        },
        "--key-type",
        "personal");
  }

  @Test
  void itCanForbidNewKeys() throws Exception {
    world.set("BASETEN_API_KEY", "newkey00.0123456789abcdefghij");

    during(
        url -> {
          world.set("BASETEN_REMOTE_URL", url).set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", url);
          World.Run run =
              world.run("keys", "create", "--type", "workspace-invoke", "--to-file", "key");
          assertThat(run.err()).contains("the organization allows no new keys of type");
        },
        "--forbid-new-keys",
        "team");
    assertThat(world.run("sandbox", "--forbid-new-keys", "some").err())
        .contains("invalid value for --forbid-new-keys: use one of personal, team, all;");
  }

  @Test
  void aLoginWithoutAKeyCanBeTried() throws Exception {
    Path login = world.home().resolve("login");

    World.Run run =
        during(
            url -> {
              List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
              assertThat(String.join("\n", lines)).doesNotContain("BASETEN_API_KEY");
              for (String line : lines.subList(2, lines.size())) {
                for (String set : line.strip().substring("export ".length()).split(" ")) {
                  String[] parts = set.split("=", 2);
                  world.set(parts[0], parts[1]);
                }
              }
              World.Run job =
                  world.run("job", "login", "--export", "json", "--directory", login.toString());
              assertThat(job.code()).as(job.err()).isZero();
              assertThat(Files.readString(login.resolve("auth.json"))).contains("\"oauth\"");
            },
            "--identity-of",
            "acme/models");

    assertThat(run.code()).isZero();
  }

  @Test
  void aRepositoryThatIsNoneIsRefused() {
    World.Run run = world.run("sandbox", "--port", "0", "--identity-of", "models");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--identity-of takes a repository of the form OWNER/REPOSITORY");
  }

  private interface Use {
    void of(String url) throws Exception;
  }

  /** Runs a sandbox for as long as it is used, and interrupts it then. */
  private World.Run during(Use use, String... flags) throws Exception {
    List<String> line = new ArrayList<>(List.of("sandbox", "--port", "0", "--ready-file", "ready"));
    line.addAll(List.of(flags));
    CompletableFuture<World.Run> ended = new CompletableFuture<>();
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Thread thread =
        new Thread(() -> ended.complete(world.runInto(out, "", line.toArray(String[]::new))));
    thread.start();
    try {
      String url = awaitReady(world.home().resolve("ready"));
      Await.until("the result", () -> printed.size() > 0);
      use.of(url);
    } finally {
      thread.interrupt();
    }
    World.Run run = ended.get();
    return new World.Run(run.code(), printed.toString(StandardCharsets.UTF_8), run.err());
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
        world.set("BASETEN_API_KEY", "'abc.def'").run("sandbox", "--port", "0"),
        1,
        "the key in the variable that --key-env names is in quotation marks; give it without them");
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
        "--log-file: " + world.home().resolve("no/log") + " cannot be written");
    assertFails(
        world.run("sandbox", "--port", "0", "--ready-file", "no/ready"),
        2,
        "--ready-file: " + world.home().resolve("no/ready") + " cannot be written");
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
