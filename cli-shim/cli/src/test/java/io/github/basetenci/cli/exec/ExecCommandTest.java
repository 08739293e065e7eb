package io.github.basetenci.cli.exec;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.basetenci.cli.Main;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands that are run are those of POSIX")
class ExecCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path temporary;
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world
        .set("BASETEN_API_KEY", KEY)
        .set("TMPDIR", temporary.toString())
        .set("PATH", System.getenv("PATH"));
  }

  @Test
  void theCommandIsLoggedInInADirectoryOfItsOwnAndNothingIsLeft() throws Exception {
    World.Run run =
        exec(
            "sh",
            "-c",
            "cat \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\";"
                + " ls -ld \"$BASETEN_CONFIG_DIR\"; ls -l \"$USER_TRUSSRC_PATH\"; env");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "[baseten]", "api_key = ****", "\"api_key\": \"****\"", "drwx------", "-rw-------")
        .contains("BASETEN_API_KEY=****", "BASETEN_PROFILE=baseten")
        .contains("BASETEN_REMOTE_URL=" + world.url(), "BASETEN_TRUSS_AUTH_KEYRING_DISABLED=1")
        .doesNotContain(KEY);
    assertNothingLeft();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void everyFormOfTheKeyIsHiddenWhereverWritesCutIt() throws Exception {
    World.Run run =
        exec(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PrintForms.class.getName());

    assertThat(run.code()).as(run.err()).isZero();
    for (String form : KeyForms.of(ApiKey.of(KEY))) {
      assertThat(run.out()).as("stdout").doesNotContain(form);
      assertThat(run.err()).as("stderr").doesNotContain(form);
    }
    // A quoted form keeps its own quotes around the mask; every other byte is as it was.
    assertThat(run.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.matches("<.{0,9}\\*{4}.{0,9}>"));
    assertThat(run.err().lines().filter(line -> line.startsWith("<")).count())
        .isEqualTo(run.out().lines().count());
  }

  @Test
  void binaryOutputComesOutAsItWas() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new java.util.Random(1).nextBytes(bytes);
    Path file = Files.write(world.home().resolve("binary"), bytes);
    Path copy = world.home().resolve("copy");

    Process process =
        start(List.of("cat", file.toString()), builder -> builder.redirectOutput(copy.toFile()));

    assertThat(wait(process)).isZero();
    assertThat(copy).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @CsvSource({"exit 7, 7", "kill -KILL $$, 137", "kill -TERM $$, 143", "exit 255, 255"})
  void theExitCodeIsThatOfTheCommand(String script, int code) throws Exception {
    assertThat(exec("sh", "-c", script).code()).isEqualTo(code);
    assertNothingLeft();
  }

  @Test
  void aCommandThatIsNotThereGives127AndOneThatCannotRun126() throws Exception {
    assertThat(exec("no-such-command").code()).isEqualTo(127);
    Path file = Files.writeString(world.home().resolve("plain"), "text");
    assertThat(exec(file.toString()).code()).isEqualTo(126);
    assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#!/bin/sh\\r\\necho hi\\n | rwxr-xr-x | its interpreter /bin/sh with a carriage return",
        "#!/no/such/python3\\n | rwxr-xr-x | its interpreter /no/such/python3 does not exist",
        "#! /usr/bin/no-such-env bash\\n | rwxr-xr-x | interpreter /usr/bin/no-such-env does not",
        "#!/bin/sh\\n | rw-r--r-- | Permission denied",
      })
  @EnabledOnOs(OS.LINUX)
  void whyACommandCannotBeStartedIsToldAsItIs(String text, String mode, String reason)
      throws Exception {
    Path file = world.home().resolve("script");
    Files.writeString(file, text.replace("\\r", "\r").replace("\\n", "\n"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    World.Run run = exec(file.toString());

    assertThat(run.code()).isEqualTo(126);
    assertThat(run.err().lines().filter(line -> line.startsWith("baseten-ci exec: ")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(file.toString(), reason));
    assertNothingLeft();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    Path err = world.home().resolve("err");
    Process process =
        start(
            List.of("sh", "-c", "echo hello"),
            b -> b.redirectOutput(Path.of("/dev/full").toFile()).redirectError(err.toFile()));

    assertThat(wait(process)).isEqualTo(1);
    assertThat(
            Files.readAllLines(err).stream().filter(line -> line.startsWith("baseten-ci exec: ")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("No space left on device"));
    assertNothingLeft();
  }

  @Test
  void standardInputIsTheCommandsOwn() throws Exception {
    Process process = start(List.of("cat"), builder -> {});
    try (var in = process.getOutputStream()) {
      in.write("typed\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(text(process.getInputStream())).isEqualTo("typed\n");
    assertThat(wait(process)).isZero();
  }

  @Test
  void optionsBehindTheCommandAreTheCommands() throws Exception {
    World.Run run = exec("echo", "--remote", "x", "--help", "-o", "json");

    assertThat(run.out()).isEqualTo("--remote x --help -o json\n");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void aSignalReachesTheCommandAndTheLoginEndsAfterIt(String signal, int code) throws Exception {
    assumeFalse(
        isIgnoredHere(code - 128),
        "the tests were started with " + signal + " ignored, as nohup does, and so is every child");
    Process process =
        start(List.of("sh", "-c", "trap - " + signal + "; echo ready; exec sleep 60"), b -> {});
    awaitReady(process);

    signal(process, signal);

    assertThat(wait(process)).isEqualTo(code);
    assertNothingLeft();
  }

  @Test
  void aCommandThatHandlesTermDecidesTheExitCode() throws Exception {
    Process process =
        start(
            List.of(
                "sh",
                "-c",
                "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1; done"),
            b -> {});
    awaitReady(process);

    signal(process, "TERM");

    assertThat(wait(process)).isEqualTo(3);
    assertNothingLeft();
  }

  @Test
  void aCommandThatIgnoresTermIsKilledAfterTheTimeThatWasGiven() throws Exception {
    List<String> line = new ArrayList<>(commandLine());
    line.addAll(
        List.of(
            "--kill-after",
            "1",
            "--",
            "sh",
            "-c",
            "trap '' TERM; echo ready; while :; do sleep 0.1; done"));
    Process process = builder(line).start();
    awaitReady(process);

    signal(process, "TERM");

    assertThat(wait(process)).isEqualTo(137);
    assertNothingLeft();
  }

  @Test
  void whatAKilledRunLeftIsRemovedByTheNextOneAndALiveLoginIsNot() throws Exception {
    Process killed = start(List.of("sh", "-c", "echo ready; exec sleep 60"), b -> {});
    awaitReady(killed);
    List<ProcessHandle> orphans = killed.descendants().toList();
    killed.destroyForcibly();
    wait(killed);
    orphans.forEach(ProcessHandle::destroyForcibly);
    Path left = onlyEntry();
    makeOld(left);
    Process live = start(List.of("sh", "-c", "echo ready; exec sleep 60"), b -> {});
    awaitReady(live);
    assertThat(left).doesNotExist();
    Path held = onlyEntry();
    makeOld(held);

    assertThat(exec("true").code()).isZero();

    assertThat(held).exists();
    signal(live, "TERM");
    wait(live);
    assertNothingLeft();
  }

  @Test
  void outputOfAProcessThatOutlivesTheCommandIsPassedOnToItsEnd() throws Exception {
    World.Run run = exec("sh", "-c", "(sleep 2; echo late) & echo now");

    assertThat(run.out()).isEqualTo("now\nlate\n");
    assertNothingLeft();
  }

  @Test
  void theWaitForOutputOfAProcessThatOutlivesTheCommandCanBeLimited() throws Exception {
    List<String> line = new ArrayList<>(commandLine());
    line.addAll(List.of("--wait-output", "1", "--", "sh", "-c", "sleep 600 & echo done $!"));

    World.Run run = finish(builder(line).start());

    assertThat(run.out()).startsWith("done ");
    assertNothingLeft();
    // It lives, so it was not waited for.
    assertThat(ProcessHandle.of(Long.parseLong(run.out().strip().substring(5))))
        .hasValueSatisfying(left -> assertThat(left.destroyForcibly()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void aSignalEndsTheWaitForOutputOfAProcessThatOutlivesTheCommand(String signal) throws Exception {
    Path marker = world.home().resolve("ended");
    Process process =
        start(
            List.of(
                "sh",
                "-c",
                "(while kill -0 $$ 2>/dev/null; do sleep 0.1; done; echo $$ >"
                    + marker
                    + "; exec sleep 600) & echo $!"),
            b -> {});
    String pid = line(process);
    // The child that is waited for has ended, and its zombie has been taken.
    awaitUntil(() -> Files.exists(marker));

    signal(process, signal);

    assertThat(wait(process)).isZero();
    assertNothingLeft();
    assertThat(ProcessHandle.of(Long.parseLong(pid)))
        .hasValueSatisfying(left -> assertThat(left.destroyForcibly()).isTrue());
  }

  @Test
  void whenNobodyReadsTheCommandIsTold() throws Exception {
    Process process = start(List.of("sh", "-c", "echo ready; exec yes"), b -> {});
    awaitReady(process);

    process.getInputStream().close();

    assertThat(wait(process)).isEqualTo(141);
    assertNothingLeft();
  }

  @Test
  @Tag("long")
  void aGigabyteOfOutputNeedsConstantMemory() throws Exception {
    List<String> line = new ArrayList<>(commandLine());
    line.add(1, "-Xmx40m");
    line.addAll(List.of("--", "head", "-c", "1073741824", "/dev/zero"));
    Process process = builder(line).start();

    long count = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream out = process.getInputStream()) {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        count += n;
      }
    }

    assertThat(count).isEqualTo(1L << 30);
    assertThat(wait(process)).isZero();
  }

  @Test
  void severalAccountsGiveOneLoginEach() throws Exception {
    world.set("SECOND", OTHER_KEY);
    List<String> line = new ArrayList<>(commandLine());
    line.addAll(
        List.of(
            "--api-key-env",
            "BASETEN_API_KEY",
            "--remotes",
            "remote=staging,key-env=SECOND,team=vision,remote-url=" + world.url(),
            "--",
            "sh",
            "-c",
            "cat \"$USER_TRUSSRC_PATH\"; echo $SECOND"));

    World.Run run = finish(builder(line).start());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("[baseten]", "[staging]", "team = vision")
        .doesNotContain(KEY)
        .doesNotContain(OTHER_KEY);
  }

  @Test
  void fileLessWritesNoFile() throws Exception {
    List<String> line = new ArrayList<>(commandLine());
    line.addAll(List.of("--file-less", "--", "env"));

    World.Run run = finish(builder(line).start());

    assertThat(run.out())
        .contains("BASETEN_TRUSS_AUTH_API_KEY=****", "BASETEN_TRUSS_AUTH_REMOTE_URL=" + world.url())
        .doesNotContain("USER_TRUSSRC_PATH");
    assertNothingLeft();
  }

  @Test
  void withAKeyOfTheEnvironmentTheUsersOwnFilesAreNotRead() throws Exception {
    Files.writeString(world.trussrc(), "no INI file");

    assertThat(exec("echo", "ran").out()).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--remote", "--profile"})
  void ofALoginByBrowserTheCommandGetsTheAccessTokenAlone(String flag) throws Exception {
    world.unset("BASETEN_API_KEY").confirmsLogins().run("login", "--browser");
    String trussrc = world.read(world.trussrc());
    String authJson = world.read(world.authJson());

    World.Run run =
        world.run(
            "exec",
            "--allow-unknown-remote",
            flag,
            "baseten",
            "--",
            "sh",
            "-c",
            "cat $USER_TRUSSRC_PATH $BASETEN_CONFIG_DIR/auth.json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("auth_type = oauth\noauth_access_token = ****\noauth_refresh_token = none\n")
        .contains("\"access_token\": \"****\"", "\"refresh_token\": \"\"");
    assertThat(run.err())
        .containsPattern("The access token ends at \\S+Z and is not renewed for the command");
    assertThat(world.read(world.trussrc())).isEqualTo(trussrc);
    assertThat(world.read(world.authJson())).isEqualTo(authJson);
  }

  @Test
  void aLoginByBrowserThatIsOverIsRenewedInItsOwnFileFirst() throws Exception {
    world.unset("BASETEN_API_KEY").confirmsLogins().run("login", "--browser");
    String authJson = world.read(world.authJson());

    World.Run run =
        world.later(Duration.ofHours(2)).run("exec", "--", "sh", "-c", "echo $BASETEN_PROFILE");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("baseten\n");
    assertThat(world.read(world.authJson())).isNotEqualTo(authJson).contains("sbx-refresh-");
  }

  @Test
  void aLoginByBrowserThatCannotBeRenewedStartsNoCommand() throws Exception {
    world.unset("BASETEN_API_KEY");
    Files.writeString(
        world.trussrc(),
        "[baseten]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n"
            + "auth_type = oauth\noauth_access_token = a\noauth_refresh_token = r\n"
            + "oauth_expires_at = 1\n");

    World.Run run = world.run("exec", "--", "echo", "ran");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("the login of remote 'baseten' is over");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec | COMMAND",
        "exec --remote nowhere -- true | nowhere",
        "exec --remote-url https://app.baseten.co -- true | key flag",
        "exec --remotes remote=a -- true | --remotes",
        "exec --account remote=a -- true | --account",
        "exec --account remote=a,key-env=NOT_SET -- true | --remotes",
        "exec --remotes remote=a,key-env=BASETEN_API_KEY --file-less --api-key-env BASETEN_API_KEY"
            + " -- true | --file-less",
        "exec --api-key-env BASETEN_API_KEY --remotes remote=baseten,key-env=BASETEN_API_KEY --"
            + " true | baseten",
        "exec --file-less -- true | --allow-unknown-remote"
      })
  void aBadArgumentGivesOneSentenceAndRunsNothing(String line, String named) {
    World.Run run = world.run(line.split(" "));

    assertThat(run.code()).isIn(1, 2);
    assertThat(run.err()).contains(named).hasLineCount(1);
  }

  @Test
  void aRefusedKeyRunsNothing() {
    World.Run run =
        world.set("BASETEN_API_KEY", "unknown1.abcdefghijkl").run("exec", "--", "touch", "ran");

    assertThat(run.code()).isEqualTo(3);
    assertThat(world.home().resolve("ran")).doesNotExist();
  }

  @Test
  void theSummaryIsJsonOnStandardError() throws Exception {
    List<String> line = new ArrayList<>(commandLine());
    line.addAll(List.of("-o", "json", "--", "sh", "-c", "exit 4"));

    World.Run run = finish(builder(line).start());

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("{\"exit_code\":4,", "\"remotes\":[\"baseten\"]");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> commandLine() {
    return List.of(
        java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "exec",
        "--allow-unknown-remote");
  }

  private ProcessBuilder builder(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(world.home().toFile());
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    return builder;
  }

  private Process start(List<String> command, java.util.function.Consumer<ProcessBuilder> more)
      throws IOException {
    List<String> line = new ArrayList<>(commandLine());
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder = builder(line);
    more.accept(builder);
    return builder.start();
  }

  private World.Run exec(String... command) throws Exception {
    return finish(start(List.of(command), builder -> {}));
  }

  private static World.Run finish(Process process) throws Exception {
    process.getOutputStream().close();
    var err =
        java.util.concurrent.CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    return new World.Run(wait(process), out, err.get(1, TimeUnit.MINUTES));
  }

  private static int wait(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitReady(Process process) throws IOException {
    assertThat(line(process)).isEqualTo("ready");
  }

  /** One line of its output, read byte by byte, since the rest is for others. */
  private static String line(Process process) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = process.getInputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static void awaitUntil(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** Whether this process was started with the signal ignored; proc(5) shows the mask in hex. */
  private static boolean isIgnoredHere(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    long mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    return (mask >>> (signal - 1) & 1) == 1;
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private Path onlyEntry() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries.filter(Files::isDirectory).reduce((a, b) -> null).orElseThrow();
    }
  }

  private static void makeOld(Path directory) throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      assertThat(entries.filter(path -> path.getFileName().toString().startsWith("baseten-ci")))
          .isEmpty();
    }
  }
}
