package io.github.basetenci.cli.keys;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.cli.BasetenCi;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.command.StandardOutput;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.WaitedTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCreateCommandTest {
  private static final Pattern NEW_KEY = Pattern.compile("b10_\\w{8}\\.\\w{32}");

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void aNewKeyGoesToAPrivateFileAndNowhereElse() throws IOException {
    World.Run run = create("--name", "bot", "--to-file", "bot.key", "-v", "--log", "debug");

    assertThat(run.code()).as(run.err()).isZero();
    Path file = world.home().resolve("bot.key");
    String key = Files.readString(file).strip();
    assertThat(key).matches(NEW_KEY);
    assertThat(world.sandbox().accepts(key)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(run.out())
        .isEqualTo(
            "Created key bot %s**** (workspace-invoke, team Default) in file %s\n"
                .formatted(prefix(key), file));
    assertThat(new LeakFinder(key).find(run.out() + run.err())).isEmpty();
  }

  @Test
  void theJsonResultNamesThePlaceAndHoldsNoKey() throws IOException {
    World.Run run = create("--name", "bot", "--model-id", "m1", "--to-file", "k", "-o", "jsonl");

    String prefix = prefix(Files.readString(world.home().resolve("k")));
    assertThat(run.out())
        .isEqualTo(
            "{\"prefix\":\"%s\",\"type\":\"WORKSPACE_INVOKE\",\"name\":\"bot\",\"model_ids\":[\"m1\"],\"team_name\":\"Default\",\"file\":\"%s\"}\n"
                .formatted(prefix, world.home().resolve("k")));
  }

  @Test
  void anExistingFileIsReplacedOnlyWithForce() throws IOException {
    Path file = Files.writeString(world.home().resolve("k"), "precious");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertFails(
        create("--to-file", "k"),
        2,
        "the file " + file + " exists; choose another name, or pass --force to replace it");
    assertThat(Files.readString(file)).isEqualTo("precious");
    assertThat(posts()).isZero();

    assertThat(create("--to-file", "k", "--force").code()).isZero();
    assertThat(Files.readString(file)).matches("b10_\\w{8}\\.\\w{32}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void standardOutputGetsTheKeyAloneOnce() {
    World.Run run = create("--name", "bot", "--to-stdout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).matches("b10_\\w{8}\\.\\w{32}\n");
    assertThat(world.sandbox().accepts(run.out().strip())).isTrue();
    assertThat(new LeakFinder(run.out().strip()).find(run.err())).isEmpty();
    assertThat(run.err()).contains("(workspace-invoke, team Default). It is not shown again.\n");
  }

  @Test
  void asJsonItHasTheFieldOfTheServer() {
    assertThat(create("--to-stdout", "-o", "jsonl").out())
        .matches("\\{\"api_key\":\"b10_\\w{8}\\.\\w{32}\"}\n");
    assertThat(create("--to-stdout", "-o", "json").out())
        .matches("\\{\n  \"api_key\": \"b10_\\w{8}\\.\\w{32}\"\n}\n");
  }

  @Test
  void aLoginOfItsOwnNameIsStoredForBothTools() throws IOException {
    world.run("login");

    World.Run run = create("--name", "bot", "--to-login", "bot");

    assertThat(run.code()).as(run.err()).isZero();
    String section = world.read(world.trussrc());
    String key = section.replaceAll("(?s).*\\[bot].*api_key = (\\S+).*", "$1");
    assertThat(world.sandbox().accepts(key)).isTrue();
    assertThat(section).contains("[bot]\nremote_provider = baseten\nremote_url = " + world.url());
    assertThat(world.read(world.authJson())).contains(key, "\"current\": \"baseten\"");
    assertThat(run.out()).endsWith("(workspace-invoke, team Default) in login bot\n");
    assertThat(new LeakFinder(key).find(run.out() + run.err())).isEmpty();
  }

  @Test
  void aStoredLoginIsReplacedOnlyWithForce() throws IOException {
    world.run("login");
    String before = world.read(world.trussrc());

    assertFails(
        create("--to-login", "baseten"),
        2,
        "a login 'baseten' is stored; choose another name, or pass --force to replace it");
    assertThat(world.read(world.trussrc())).isEqualTo(before);
    assertThat(posts()).isZero();
    assertThat(create("--to-login", "baseten", "-f").code()).isZero();
    assertThat(world.read(world.trussrc())).isNotEqualTo(before);
  }

  @Test
  void aNameThatNoStoreTakesIsRefusedBeforeAnyKeyIsMade() {
    assertFails(
        create("--to-login", "DEFAULT"),
        2,
        "remote name 'DEFAULT' stands for the defaults of all remotes in the trussrc; choose"
            + " another name");
    assertThat(posts()).isZero();
  }

  @Test
  void theTeamIsNamedInThePathOfTheRequest() throws IOException {
    world.set("BASETEN_API_KEY", PERSONAL_KEY);

    assertThat(create("--team", "research", "--to-file", "k").out()).contains("team research)");
    assertThat(world.sandbox().requests().stream().map(RequestEntry::path))
        .contains("/v1/teams/" + world.sandbox().teamId("research") + "/api_keys");
    assertThat(create("--to-file", "d").out()).contains("team Default)");
  }

  @Test
  void anUnknownTeamIsAnErrorThatNamesTheVisibleOnes() {
    assertFails(
        create("--team", "vision", "--to-stdout"),
        1,
        "no team 'vision' among those that this key sees (Default)");
  }

  @Test
  void aPersonalKeyHasNoTeam() throws IOException {
    world.set("BASETEN_API_KEY", PERSONAL_KEY);
    World.Run run = world.run("keys", "create", "--type", "PERSONAL", "--to-file", "k");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("**** (personal) in file ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--type workspace-invoke | the server shows a new key once: say where it goes with"
            + " --to-file FILE, --to-login NAME or --to-stdout",
        "--type workspace-invoke --to-stdout --to-file k |"
            + " --to-file and --to-stdout are mutually exclusive",
        "--type workspace-invoke --to-stdout --name My_Key | a key's name consists of lower-case"
            + " letters, digits and hyphens; choose another --name",
        "--type workspace-manage-all --to-stdout --model-id m | --model-id goes with --type"
            + " workspace-invoke and workspace-export-metrics alone",
        "--type personal --to-stdout --team x | a key of type personal has no team",
        "--type workspace-invoke --to-stdout -o none |"
            + " --to-stdout goes with -o text, json or jsonl, and without --jq",
        "--type workspace-invoke --to-stdout -q .api_key |"
            + " --to-stdout goes with -o text, json or jsonl, and without --jq",
        "--type root --to-stdout | invalid value for --type: use one of personal,"
            + " workspace-manage-all, workspace-invoke, workspace-export-metrics,"
            + " workspace-manage-api-keys, routes; see 'baseten-ci keys create --help'",
        "--to-stdout | say with --type what the key may do: personal, workspace-manage-all,"
            + " workspace-invoke, workspace-export-metrics, workspace-manage-api-keys,"
            + " routes"
      })
  void whatCannotBeMeantIsRefusedBeforeAnyKeyIsMade(String options, String sentence) {
    World.Run run = world.run(("keys create " + options).split(" "));

    assertThat(run.err()).endsWith(sentence.strip() + "\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(posts()).isZero();
  }

  @Test
  void aNameThatIsTakenIsTheAnswerOfTheServer() {
    World.Run run = create("--name", "marker", "--to-stdout");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("An API key with this name already exists");
  }

  @Test
  void whereNewKeysAreForbiddenNoneIsAskedFor() {
    world.sandbox().allow(new NewKeys(true, false));

    World.Run run = create("--name", "bot", "--to-stdout");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .endsWith(
            "the organization allows no new keys of type workspace-invoke; let jobs log in without"
                + " a key, by a trust rule (option --trust-rule)\n");
    assertThat(posts()).isZero();
  }

  @Test
  void aKeyThatMayNotCreateOneIsRefused() {
    assertThat(
            world
                .set("BASETEN_API_KEY", INVOKE_KEY)
                .run("keys", "create", "--type", "workspace-invoke", "--to-stdout")
                .code())
        .isEqualTo(3);
  }

  @Test
  void aFileThatCannotBeIsRefusedBeforeAnyKeyIsMade() throws IOException {
    Files.writeString(world.home().resolve("file"), "");

    assertThat(create("--to-file", "file/below/k").err())
        .endsWith("a part of the path is not a directory; choose another path\n");
    assertThat(posts()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKeyThatThePlaceDoesNotTakeIsRevokedAgain() {
    World.Run run = create("--name", "bot", "--to-file", "/proc/baseten-ci/k");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("/proc/baseten-ci")
        .endsWith("; the new key was revoked again\n");
    assertThat(run.out()).isEmpty();
    assertThat(posts()).isOne();
    assertThat(world.sandbox().keyNames()).doesNotContain("bot");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneThatCannotBeRevokedEitherIsNamed() {
    world.sandbox().fault(Fault.status("DELETE", "/v1/api_keys", 403, "{}").times(9));

    World.Run run = create("--name", "bot", "--to-file", "/proc/baseten-ci/k");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern(
            "; the new key b10_\\w{8}\\*{4} could not be revoked again: do it with 'baseten-ci keys"
                + " revoke b10_\\w{8}'\n");
  }

  @Test
  void aKeyThatNobodyReadsIsRevokedAgain() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    WaitedTime time = new WaitedTime();
    Host host =
        new Host(
            world.environment(),
            new Host.Streams(
                InputStream.nullInputStream(),
                new StandardOutput(closed),
                new PrintStream(err),
                null),
            new Host.Directories(world.home(), world.home()),
            new Host.Platform("Linux", "17"),
            new Host.Time(InstantSource.system(), time::nanos, time::sleep));

    int code =
        new BasetenCi(host)
            .run("keys create --type workspace-invoke --name bot --to-stdout".split(" "));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith(
            "the key could not be written to standard output; the new key was revoked again\n");
    assertThat(world.sandbox().keyNames()).doesNotContain("bot");
  }

  @Test
  void aLostAnswerNamesTheKeyThatNobodyHolds() {
    world.sandbox().fault(Fault.of(Kind.CUT_BODY, "POST", "/v1/"));

    World.Run run = create("--name", "bot", "--to-stdout");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsPattern(
            "; the key 'bot' is listed now, and nobody holds it; revoke it before you run it"
                + " again: baseten-ci keys revoke b10_\\w{8}\n");
    assertThat(posts()).isOne();
  }

  @Test
  void aLostAnswerWithoutEffectSaysThatNoneWasMade() {
    world.sandbox().fault(Fault.status("POST", "/v1/", 502, "{}"));

    World.Run run = create("--name", "bot", "--to-stdout");

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).endsWith("; no key 'bot' is listed, so none was made; run it again\n");
    assertThat(posts()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"personal", "PERSONAL", "Workspace-Manage-API-keys"})
  void typesAreTakenInBothSpellings(String type) {
    world.set("BASETEN_API_KEY", PERSONAL_KEY);

    assertThat(world.run("keys", "create", "--type", type, "--to-stdout").code()).isZero();
  }

  private World.Run create(String... options) {
    List<String> line =
        new java.util.ArrayList<>(List.of("keys", "create", "--type", "workspace-invoke"));
    line.addAll(List.of(options));
    return world.run(line.toArray(String[]::new));
  }

  private long posts() {
    return world.sandbox().requests().stream()
        .filter(request -> request.method().equals("POST"))
        .count();
  }

  private static String prefix(String key) {
    return key.substring(0, key.indexOf('.'));
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).endsWith(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}
