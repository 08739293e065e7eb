package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.shim.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a login for a job asks of its keys, and the key that it mints for the job alone. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
class JobKeysTest {
  private static final String[] MINTING = {"--minting-key-env", "MINTING_KEY"};

  @TempDir Path home;
  private World world;
  private Path directory;

  @BeforeEach
  void begin() throws IOException {
    home = home.toRealPath();
    directory = home.resolve("login");
    world = new World(home).set("MINTING_KEY", World.OTHER_KEY);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void aKeyOfAnotherTypeThanTheRequiredOneIsRefused() {
    world.set("BASETEN_API_KEY", World.PERSONAL_KEY);

    World.Run run = login("--require-key-type", "workspace-manage-all");

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .contains(
            "the key personky**** (from BASETEN_API_KEY) is of type PERSONAL, and"
                + " --require-key-type wants WORKSPACE_MANAGE_ALL");
    assertThat(directory).doesNotExist();
    assertThat(login("--require-key-type", "PERSONAL,WORKSPACE_MANAGE_ALL").code()).isZero();
  }

  @Test
  void aMintedKeyIsTheJobsAloneAndLogoutRevokesIt() throws IOException {
    World.Run login = login("--ephemeral", MINTING[0], MINTING[1]);

    assertThat(login.code()).as(login.err()).isZero();
    String key = key();
    assertThat(world.sandbox().accepts(key)).isTrue();
    assertThat(login.out() + login.err()).doesNotContain(key).doesNotContain(World.OTHER_KEY);
    assertThat(Files.readString(directory.resolve("login.json"))).doesNotContain(key);

    World.Run logout = world.run("job", "logout", "--directory", "login", MINTING[0], MINTING[1]);

    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(logout.err()).contains("Deleted the key " + "baseten-ci-");
    assertThat(world.sandbox().accepts(key)).isFalse();
    assertThat(world.sandbox().accepts(World.OTHER_KEY)).isTrue();
    assertThat(directory).doesNotExist();
  }

  @Test
  void aLogoutWithoutTheMintingKeyDeletesTheFilesAndNamesTheKeyThatIsLeft() {
    login("--ephemeral", MINTING[0], MINTING[1]);
    String name = minted().get(0);

    World.Run logout = world.run("job", "logout", "--directory", "login");

    assertThat(logout.code()).isOne();
    assertThat(logout.err())
        .contains(
            "the key "
                + name
                + " may be left on the server: the key that minted it was not given with"
                + " --minting-key-env");
    assertThat(directory).doesNotExist();
    assertThat(minted()).containsExactly(name);
  }

  @Test
  void aLoginThatComesToNothingLeavesNoMintedKey() {
    World.Run run = login("--ephemeral", MINTING[0], MINTING[1], "--export-file", "no/such/file");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("cannot write ");
    assertThat(minted()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void whereNewKeysAreForbiddenNothingIsMintedAndNoLoginIsLeft() {
    world.sandbox().allow(new NewKeys(true, false));

    World.Run run = login("--ephemeral", MINTING[0], MINTING[1]);

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .contains(
            "the organization allows no new keys of type WORKSPACE_INVOKE; let jobs log in without"
                + " a key, by a trust rule (option --trust-rule)");
    assertThat(world.sandbox().requests()).noneMatch(call -> call.method().equals("POST"));
    assertThat(directory).doesNotExist();
  }

  @Test
  void aMintingKeyThatBothToolsReadAnywayIsRefused() {
    world.set("BASETEN_API_KEY", World.OTHER_KEY);

    World.Run run = login("--ephemeral", MINTING[0], MINTING[1]);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("the variable BASETEN_API_KEY of the job holds the minting key");
    assertThat(minted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--ephemeral | --ephemeral needs the key that mints; give it with --minting-key-env",
        "--minting-key-env MINTING_KEY | --minting-key-env goes with --ephemeral alone",
        "--ephemeral-team blue | --ephemeral-team goes with --ephemeral alone",
        "--ephemeral --api-key-env MINTING_KEY --minting-key-env MINTING_KEY | --api-key-env and"
            + " --ephemeral are mutually exclusive",
        "--ephemeral --ephemeral-type PERSONAL | --ephemeral-type must be WORKSPACE_INVOKE,",
        "--ephemeral --ephemeral-max-age-hours 0 | --ephemeral-max-age-hours must be a whole",
        "--require-key-type ADMIN | --require-key-type is 'ADMIN', which is no type of key",
        "--require-key-type PERSONAL --no-verify | --require-key-type and --no-verify are mutually"
      })
  void aContradictionIsAUsageErrorAndAsksNobody(String flags, String sentence) {
    World.Run run = login(flags.split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  /** picocli has a way of its own to standard error, where nothing masks what it quotes. */
  @ParameterizedTest
  @CsvSource({
    "--require-key-type, '\"given\"x'",
    "--require-key-type, '\"x,y'",
    "--ephemeral-models, '##[add-mask]\"x'"
  })
  void aValueWithAQuotationMarkIsWrittenNowhereElse(String flag, String value) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      assertThat(login(flag, value).code()).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private World.Run login(String... more) {
    List<String> line = new ArrayList<>(List.of("job", "login", "--export", "json"));
    line.addAll(List.of("--directory", "login", "--allow-unknown-remote"));
    if (List.of(more).contains("--ephemeral")) {
      line.addAll(List.of("--remote-url", world.url()));
    }
    line.addAll(List.of(more));
    return world.run(line.toArray(String[]::new));
  }

  private String key() throws IOException {
    return Files.readAllLines(directory.resolve("trussrc")).stream()
        .filter(line -> line.startsWith("api_key"))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private List<String> minted() {
    return world.sandbox().keyNames().stream()
        .filter(name -> name.startsWith("baseten-ci-"))
        .toList();
  }
}
