package io.github.basetenci.cli.exec;

import static io.github.basetenci.shim.KeylessWorld.RULE;
import static io.github.basetenci.shim.World.KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.Program;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.WaitedTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code exec} without a key. The renewals wait in time that passes at once. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands that are run are those of POSIX")
class ExecKeylessTest {
  private static final Pattern END =
      Pattern.compile("\"expires_at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");

  /** Prints the files, waits until they have changed twice, and prints them after each change. */
  private static final String UNTIL_RENEWED_TWICE =
      "i=0; while [ $i -lt 3 ]; do f=$(cat \"$BASETEN_CONFIG_DIR/auth.json\");"
          + " if [ \"$f\" != \"$old\" ]; then old=$f; i=$((i+1)); echo \"$f\";"
          + " cat \"$USER_TRUSSRC_PATH\"; fi; done";

  @TempDir Path temporary;
  @Fixture private KeylessWorld keyless;
  private World world;

  @BeforeEach
  void begin() {
    world = keyless.world();
    world.set("TMPDIR", temporary.toString()).set("PATH", System.getenv("PATH"));
  }

  @Test
  void theCommandIsLoggedInByFilesAloneAndNothingIsLeft() throws Exception {
    world.set("BASETEN_API_KEY", KEY).set("BASETEN_TRUSS_AUTH_API_KEY", KEY);
    world.set("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());

    World.Run run =
        exec("--trust-rule", RULE, "-o", "json", "--", "sh", "-c", "cat $USER_TRUSSRC_PATH; env");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("auth_type = oauth", "oauth_access_token = ****", "oauth_refresh_token = none")
        .contains("BASETEN_PROFILE=baseten-ci")
        .doesNotContain("BASETEN_API_KEY=", "BASETEN_TRUSS_AUTH_API_KEY", KEY);
    assertThat(run.err())
        .contains("BASETEN_API_KEY is set aside: --trust-rule asks for a login without a key.")
        .containsPattern(END)
        .doesNotContain(KEY);
    // What follows are renewals, since the time of the test passes at once.
    assertThat(paths()).startsWith("/v1/auth/token", "/v1/users/me");
    assertNothingLeft();
  }

  @Test
  void theVariableNamesARuleToo() throws Exception {
    world.set("BASETEN_TRUST_RULE", RULE).set("BASETEN_API_KEY", KEY);

    assertThat(exec("--", "sh", "-c", "grep auth_type $USER_TRUSSRC_PATH").out())
        .isEqualTo("auth_type = oauth\n");
  }

  @Test
  void aFlagWithAKeyGoesBeforeTheVariable() throws Exception {
    world.set("BASETEN_TRUST_RULE", RULE).set("MINE", world.sandbox().key(KeyType.PERSONAL));

    World.Run run =
        exec("--api-key-env", "MINE", "--", "sh", "-c", "grep auth_type $USER_TRUSSRC_PATH");

    assertThat(run.out()).isEqualTo("auth_type = api_key\n");
  }

  @Test
  void everyTokenOfARenewalIsMasked() throws Exception {
    World.Run run = exec("-v", "--trust-rule", RULE, "--", "sh", "-c", UNTIL_RENEWED_TWICE);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("oauth_access_token")))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.equals("oauth_access_token = ****"));
    assertThat(run.err()).contains("The access token was renewed, until ");
    assertNothingLeft();
  }

  /** In a process of its own, whose output the C library writes; the tokens live two seconds. */
  @Test
  void theOutputOfARealProcessMasksThemToo() throws Exception {
    for (String token : List.of("first-access-token", "second-access-token", "third-token-of-it")) {
      world
          .sandbox()
          .fault(
              Fault.status(
                  "POST",
                  "/v1/auth/token",
                  200,
                  "{\"access_token\": \"" + token + "\", \"expires_in\": 2}"));
    }
    List<String> line = new ArrayList<>(ExecCommandTest.commandLine());
    // A trussrc is written for the remotes that truss knows, and refuses tokens that live so short.
    line.remove("--allow-unknown-remote");
    line.addAll(List.of("--no-verify", "-v", "--trust-rule", RULE, "--", "sh", "-c"));
    line.add(UNTIL_RENEWED_TWICE);
    ProcessBuilder builder = new ProcessBuilder(line).directory(world.home().toFile());
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    builder.redirectError(world.home().resolve("err").toFile());
    builder.redirectOutput(world.home().resolve("out").toFile());

    int code = Await.exitCode(builder.start());

    String err = Files.readString(world.home().resolve("err"));
    assertThat(code).as(err).isZero();
    assertThat(Files.readString(world.home().resolve("out")))
        .doesNotContain("access-token", "third-token")
        .matches("(?s)(.*\"access_token\": \"\\*{4}\".*){3}");
    assertThat(err).contains("The access token was renewed, until ").doesNotContain("access-token");
  }

  /** The command itself takes the identity away, and gives it back. */
  @Test
  void aFailedRenewalIsRepeated() throws Exception {
    Path asked = temporary.resolve("asked");
    Path program = program("echo >> " + asked + "\ntest -e away && exit 3\n");
    String fail =
        "touch away; n=$(wc -l < "
            + asked
            + "); until [ $(wc -l < "
            + asked
            + ") -gt $((n+2)) ];"
            + " do :; done; rm away; ";

    World.Run run =
        exec(
            "-v",
            "--trust-rule",
            RULE,
            "--id-token-command",
            "'" + program + "'",
            "--",
            "sh",
            "-c",
            "cd " + world.home() + "; " + fail + UNTIL_RENEWED_TWICE);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("The access token was not renewed: the command from --id-token-command ended")
        .contains("The access token was renewed, until ")
        .doesNotContain("not logged in any more");
  }

  @Test
  void renewalsThatFailUntilTheEndAreOneLine() throws Exception {
    Path end = world.home().resolve("end");
    String line = "so the command is not logged in any more: the file of the identity token";
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Thread thread =
        new Thread(
            () ->
                run(
                    err,
                    "exec",
                    "--allow-unknown-remote",
                    "--trust-rule",
                    RULE,
                    "--",
                    "sh",
                    "-c",
                    "rm '" + keyless.file() + "'; until [ -e '" + end + "' ]; do :; done"));
    thread.start();
    Await.until("the line about the end", () -> err.toString(UTF_8).contains(line));
    Files.createFile(end);
    Await.end(thread);

    assertThat(err.toString(UTF_8).lines().filter(each -> each.contains("not logged in any more")))
        .singleElement()
        .asString()
        .startsWith("baseten-ci exec: the access token ended at ");
  }

  /** The first token lives long enough; then the trust rule is changed. */
  @Test
  void aRenewedTokenThatIsTooShortForTrussIsOneLineAndTheOldOneStaysInUse() throws Exception {
    String grant = "{\"access_token\": \"%s-access-token\", \"expires_in\": %d}";
    world
        .sandbox()
        .fault(Fault.status("POST", "/v1/auth/token", 200, grant.formatted("first", 300)));
    world
        .sandbox()
        .fault(
            Fault.status("POST", "/v1/auth/token", 200, grant.formatted("short", 120)).times(1000));
    Path end = world.home().resolve("end");
    Path seen = world.home().resolve("seen");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Thread thread =
        new Thread(
            () ->
                run(
                    err,
                    "exec",
                    "--allow-unknown-remote",
                    "--no-verify",
                    "--trust-rule",
                    RULE,
                    "--",
                    "sh",
                    "-c",
                    "until [ -e '"
                        + end
                        + "' ]; do :; done; cat \"$USER_TRUSSRC_PATH\" > "
                        + seen));
    thread.start();
    Await.until(
        "the line about the end", () -> err.toString(UTF_8).contains("not logged in any more"));
    Files.createFile(end);
    Await.end(thread);

    String why = ": an access token that lives 120 s is too short for truss, which uses none in";
    List<String> lines =
        err.toString(UTF_8).lines().filter(line -> line.contains("too short for truss")).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("warning: the access token was not replaced and stays in use until ")
        .contains(why);
    assertThat(lines.get(1))
        .startsWith("baseten-ci exec: the access token ended at ")
        .contains("so the command is not logged in any more" + why);
    assertThat(Files.readString(seen)).contains("first-access-token");
    // The first grant, one at half of its life, and one after a pause of two minutes.
    assertThat(world.sandbox().requests())
        .filteredOn(request -> request.path().equals("/v1/auth/token"))
        .hasSizeBetween(2, 4);
  }

  @Test
  void withFileLessTheTokenIsInVariablesAndTheUserIsTold() throws Exception {
    World.Run run =
        exec(
            "--trust-rule",
            RULE,
            "--file-less",
            "--",
            "sh",
            "-c",
            "echo $BASETEN_TRUSS_AUTH_API_KEY; echo $BASETEN_API_KEY; echo $USER_TRUSSRC_PATH");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("****\n****\n\n");
    assertThat(run.err()).contains("With --file-less the access token is not renewed; it ends at ");
  }

  @Test
  void aTokenThatWasGivenOnceIsNotRenewedAndTheUserIsTold() throws Exception {
    world.unset("BASETEN_ID_TOKEN_FILE").set("ID", KeylessWorld.token(KeylessWorld.JOB));

    World.Run run = exec("--trust-rule", RULE, "--id-token-env", "ID", "--", "true");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("is not renewed, because the identity token was given once.");
  }

  @Test
  void aStoredTokenIsCopiedAndNotRenewed() throws Exception {
    assertThat(world.run("auth", "login", "--trust-rule", RULE).code()).isZero();
    String stored = world.read(world.trussrc());

    World.Run run = exec("--", "sh", "-c", "sed s/oauth_access_token/x/ $USER_TRUSSRC_PATH");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("x = ****", "oauth_refresh_token = none");
    assertThat(run.err())
        .containsPattern("The stored access token ends at \\S+Z and is not renewed; with");
    assertThat(world.read(world.trussrc())).isEqualTo(stored);
  }

  @Test
  void aCommandGivesAFreshIdentityTokenEachTime() throws Exception {
    Path log = temporary.resolve("asked");
    Path program = program("echo \"$1\" >> " + log + "\n");
    world.unset("BASETEN_ID_TOKEN_FILE");

    World.Run run =
        exec(
            "--trust-rule",
            RULE,
            "--id-token-command",
            "'" + program + "' 'for {audience}'",
            "--",
            "sh",
            "-c",
            UNTIL_RENEWED_TWICE);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(log))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.equals("for " + KeylessWorld.AUDIENCE));
  }

  private Path program(String script) throws IOException {
    Path program = world.home().resolve("print token");
    Files.writeString(program, "#!/bin/sh\n" + script + "cat '" + keyless.file() + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  /** Runs the command with this stream as standard error, for a test that reads it meanwhile. */
  private void run(ByteArrayOutputStream err, String... args) {
    WaitedTime time = new WaitedTime();
    Program.find()
        .run(
            new Host(
                world.environment(),
                new Host.Streams(
                    InputStream.nullInputStream(),
                    new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    null),
                new Host.Directories(world.home(), world.home()),
                new Host.Platform("Linux", "17"),
                new Host.Time(() -> Instant.now().plus(time.passed()), time::nanos, time::sleep)),
            args);
  }

  private World.Run exec(String... args) {
    List<String> line = new ArrayList<>(List.of("exec", "--allow-unknown-remote"));
    line.addAll(List.of(args));
    return world.run(line.toArray(String[]::new));
  }

  private List<String> paths() {
    return world.sandbox().requests().stream().map(RequestEntry::path).toList();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("baseten-ci")))
          .isEmpty();
    }
  }
}
