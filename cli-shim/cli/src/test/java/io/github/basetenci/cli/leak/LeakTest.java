package io.github.basetenci.cli.leak;

import static io.github.basetenci.cli.leak.LeakWorld.KEY;
import static io.github.basetenci.cli.leak.LeakWorld.SECOND;
import static io.github.basetenci.cli.leak.LeakWorld.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.cli.CommandTree;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No command emits the key, whatever is done with it. */
class LeakTest {
  private static final List<Source> SOURCES = List.of(Source.values());
  private static final List<String> LEVELS = List.of("warning", "humanfriendly", "info", "debug");
  private static final List<String> FORMATS = List.of("text", "json", "jsonl", "none");

  /** Commands that ask the server, with the arguments that make them do so. */
  private static final Map<String, List<String>> ASKING =
      Map.ofEntries(
          Map.entry("auth login", List.of("auth", "login")),
          Map.entry("auth status", List.of("auth", "status", "--verify")),
          Map.entry("auth logout", List.of("auth", "logout", "--revoke-key")),
          Map.entry("whoami", List.of("whoami")),
          Map.entry("job login", List.of("job", "login", "--export", "bash", "--directory", "job")),
          Map.entry("exec", List.of("exec", "--", "true")),
          Map.entry("keys list", List.of("keys", "list")),
          Map.entry("keys inspect", List.of("keys", "inspect")),
          Map.entry(
              "keys create",
              List.of("keys", "create", "--type", "workspace-invoke", "--to-file", "new-key")),
          Map.entry("keys revoke", List.of("keys", "revoke", "leakspec", "--yes", "--own-key")),
          Map.entry("secrets list", List.of("secrets", "list")),
          Map.entry("secrets set", List.of("secrets", "set", "stored", "--value-env", "HOME")),
          Map.entry("secrets delete", List.of("secrets", "delete", "stored", "--yes")),
          Map.entry("secrets check", List.of("secrets", "check", "given-truss")),
          Map.entry(
              "keys rotate", List.of("keys", "rotate", "--target", "file:place", "--dry-run")),
          Map.entry("doctor", List.of("doctor")));

  @TempDir Path root;
  @Fixture private LeakWorld world;
  private int turn;

  @Test
  void everyCommandHasItsLines() {
    assertThat(Lines.commands())
        .as("a new command gets its good command lines in Lines.GOOD")
        .containsExactlyInAnyOrderElementsOf(CommandTree.all().keySet());
  }

  @Test
  void everyFormOfAKeyAndEveryLongPartOfOneIsFound() throws Exception {
    LeakFinder finder = new LeakFinder(KEY, SPECIAL);
    for (String key : List.of(KEY, SPECIAL)) {
      for (String form : KeyForms.of(ApiKey.of(key))) {
        assertThat(finder.find("before " + form + " after")).as(form).isPresent();
      }
    }
    assertThat(finder.find(KEY.substring(20, 32))).isPresent();
    assertThat(finder.find(KEY.substring(20, 31))).isEmpty();
    assertThat(finder.find("Key: leakmark****")).isEmpty();
  }

  @Test
  void noCommandShowsTheKeyItWorksWith() throws IOException {
    for (String command : Lines.commands()) {
      for (Source source : Source.values()) {
        if (Lines.meets(command, source)) {
          for (String key : List.of(KEY, SPECIAL)) {
            for (List<String> line : Lines.good(command)) {
              LeakWorld.Run run = run(command, source, key, line, nextOutput());
              assertThat(run.code())
                  .as("%s from %s: %s", line, source, run.err())
                  .isIn(codes(command));
            }
          }
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void noCommandShowsAKeyThatStandsWhereSomethingElseBelongs() throws IOException {
    for (String command : Lines.commands()) {
      List<List<String>> lines = new ArrayList<>(Lines.malformed(command, KEY));
      mistakes().forEach(value -> lines.addAll(Lines.misplaced(command, value)));
      for (List<String> line : lines) {
        run(command, nextSource(command), KEY, line, nextOutput());
      }
    }
    assertNothingLeaked();
  }

  @Test
  @Tag("long")
  void norOneInsideOfSomethingElse() throws IOException {
    for (String command : Lines.commands()) {
      for (String value : oddities()) {
        for (List<String> line : Lines.misplaced(command, value)) {
          run(command, nextSource(command), KEY, line, nextOutput());
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  @Tag("long")
  void neitherAtAnyLogLevelNorInAnyFormat() throws IOException {
    for (String command : Lines.commands()) {
      List<List<String>> lines = new ArrayList<>(Lines.good(command));
      lines.addAll(Lines.misplaced(command, KEY));
      lines.addAll(Lines.malformed(command, KEY));
      for (List<String> line : lines) {
        for (String level : LEVELS) {
          for (String format : FORMATS) {
            run(command, nextSource(command), KEY, line, List.of("--log", level, "-o", format));
          }
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void noVariableWithTheKeyInItIsQuoted() throws IOException {
    for (String variable :
        List.of(
            "BASETEN_REMOTE_URL",
            "BASETEN_MANAGEMENT_API_URL_OVERRIDE",
            "BASETEN_TRUSS_AUTH_REMOTE_URL",
            "BASETEN_TRUSS_AUTH_API_KEY",
            "BASETEN_API_KEY_FILE",
            "BASETEN_PROFILE",
            "BASETEN_CONFIG_DIR",
            "USER_TRUSSRC_PATH",
            "XDG_CONFIG_HOME",
            "HOME",
            "TMPDIR",
            "SSL_CERT_FILE",
            "NO_PROXY",
            "HTTP_PROXY",
            "HTTPS_PROXY")) {
      for (String command : Lines.commands()) {
        for (String value : List.of(KEY, "https://app.baseten.co/" + KEY, "/no/" + KEY)) {
          boolean namesTheKeyFile = variable.equals("BASETEN_API_KEY_FILE");
          prepare(namesTheKeyFile ? Source.VARIABLE : nextSourceWithoutFlag(command), KEY);
          world.environment.put(variable, value);
          List<String> line = Lines.good(command).get(0);
          world.run(variable + "=" + value, "", Lines.inserted(command, line, nextOutput(command)));
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void noEchoOfAServerShowsTheKey() throws IOException {
    List<Fault> echoes = echoes();
    for (String command : ASKING.keySet()) {
      for (Fault echo : echoes) {
        for (Source source : List.of(Source.VARIABLE, Source.STORED)) {
          if (!Lines.meets(command, source)) {
            continue;
          }
          prepare(source, KEY);
          world.sandbox().fault(echo);
          List<String> line = Lines.inserted(command, ASKING.get(command), nextOutput());
          LeakWorld.Run run = world.run("" + echo, "", line);
          boolean asked = !command.equals("doctor") && echo.kind() == Kind.STATUS;
          if (asked && echo.status() > 404) {
            assertThat(run.code()).as("%s %s", line, run.err()).isNotZero();
            assertThat(run.err()).contains("HTTP " + echo.status());
          }
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void noFilterTakesTheKeyApart() throws IOException {
    for (String filter :
        List.of(
            ".email[0:21], .email[21:]",
            ".email | explode | map([.] | implode) | join(\"\")",
            ".email | split(\".\")",
            ".email | ascii_upcase",
            ".email | test(\"" + KEY.substring(9) + "\")",
            ".email | error",
            ".email | tonumber",
            "keys | .[] | .[0:21]",
            "{(.email): 1} | keys[0][9:]")) {
      prepare(Source.STORED, KEY);
      world.sandbox().fault(status(200, "{\"user_id\":\"u\",\"email\":\"" + KEY + "\"}"));
      world.run("filter", "", List.of("whoami", "--jq", filter));
    }
    assertNothingLeaked();
  }

  /** They are stood in for by a script that writes down what it was given. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theProgramsThatDoctorRunsAreGivenNoKey() throws IOException {
    Path bin = Files.createDirectory(root.resolve("bin"));
    String write = "#!/bin/sh\n{ echo \"$0 $*\"; env; } >>" + world.work().resolve("given") + "\n";
    for (String program : List.of("git", "truss", "baseten")) {
      Path script = Files.writeString(bin.resolve(program), write);
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    for (Source source : Source.values()) {
      if (Lines.meets("doctor", source)) {
        prepare(source, KEY);
        world.environment.put("PATH", bin + ":/usr/bin:/bin");
        Files.createDirectory(world.work().resolve(".git"));
        world.run("programs", "", List.of("doctor", "--offline"));
        assertThat(world.work().resolve("given")).content().contains("truss --version", "grep ");
      }
    }
    assertNothingLeaked();
  }

  @Test
  void aBrokenStoreIsNotQuoted() throws IOException {
    List<String> trussrcs =
        List.of(
            "api_key = " + KEY + "\n",
            "[baseten]\n" + KEY + "\n",
            "[baseten]\nremote_url = x\napi_key = %(" + KEY + ")s\n",
            "[baseten]\napi_key = 1\napi_key = " + KEY + "\n",
            "[" + KEY + "\n");
    List<String> authJsons =
        List.of(
            "{\"profiles\": {\"a\": {\"api_key\": \"" + KEY + "\"",
            "{\"profiles\": \"" + KEY + "\"}",
            "{\"profiles\": {\"a\": {\"api_key\": [\"" + KEY + "\"]}}}",
            "{\"version\": \"" + KEY + "\"}",
            "\"" + KEY + "\"",
            KEY);
    for (String command : Lines.commands()) {
      for (List<String> line : Lines.good(command)) {
        for (String trussrc : trussrcs) {
          world.reset();
          Files.writeString(world.home().resolve(".trussrc"), trussrc);
          world.run("trussrc " + trussrc, "", Lines.inserted(command, line, nextOutput(command)));
        }
        for (String authJson : authJsons) {
          world.reset();
          Files.createDirectories(world.home().resolve(".config/baseten"));
          Files.writeString(world.home().resolve(".config/baseten/auth.json"), authJson);
          world.run(
              "auth.json " + authJson, "", Lines.inserted(command, line, nextOutput(command)));
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void aPersonOnATerminalIsNotShownTheKeyEither() throws IOException {
    for (String command : List.of("login", "auth login")) {
      for (String name : List.of("baseten", KEY)) {
        for (String stored : List.of(KEY, SECOND)) {
          world.reset();
          world.store(stored, SECOND);
          world.terminal = true;
          List<String> words = List.of(command.split(" "));
          world.run("terminal", "", concat(words, List.of("--remote", name)));
          world.run("terminal, again", "", concat(words, List.of("--remote", name)));
        }
      }
    }
    assertNothingLeaked();
  }

  /** The mistakes that people make with a key. */
  private static List<String> mistakes() {
    return List.of(
        KEY,
        "https://app.baseten.co/" + KEY,
        "no/such/" + KEY,
        // Where a long text is cut, no part of a key stays behind.
        "x".repeat(485) + " " + KEY);
  }

  /** What else can hold one. */
  private static List<String> oddities() {
    return List.of(
        "https://user:" + KEY + "@app.baseten.co",
        "http://127.0.0.1:1?k=" + KEY,
        "https://" + KEY + ".example",
        Base64.getEncoder().encodeToString(("x:" + KEY).getBytes(StandardCharsets.UTF_8)),
        "y".repeat(485) + KEY,
        // A terminal's escape sequence, whose repair moves what follows it.
        "\u001b[31m" + KEY + "\u202e",
        "remote=" + KEY + ",key-env=BASETEN_API_KEY");
  }

  /** Answers that hold the key that they were sent, wherever a client may look. */
  private static List<Fault> echoes() {
    String json = "{\"message\":\"no such key %s\",\"code\":\"%s\"}".formatted(KEY, KEY);
    String base64 = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
    String user =
        "{\"user_id\":\"%s\",\"email\":\"%s\",\"name\":\"%s\",\"workspace_name\":\"%s\"}"
            .formatted(KEY, KEY, "z".repeat(490) + " " + KEY, "w".repeat(485) + KEY);
    List<Fault> faults = new ArrayList<>();
    for (int status : new int[] {302, 400, 401, 403, 404, 409, 418}) {
      faults.add(status(status, json));
    }
    for (String body :
        List.of(
            KEY,
            "[\"" + KEY + "\"]",
            "{\"error\":{\"message\":\"" + base64 + "\"}}",
            "{\"detail\":\"" + "x".repeat(490) + KEY + "\"}",
            "{\"detail\":\"" + "x".repeat(485) + " " + KEY + "\"}",
            "<html><body>" + KEY + "</body></html>",
            "Authorization: Bearer " + KEY.substring(9))) {
      faults.add(status(400, body));
    }
    faults.add(
        status(400, KEY)
            .headers(
                Map.of(
                    "Content-Type",
                    "text/plain; x=" + KEY,
                    "Retry-After",
                    KEY,
                    "Location",
                    "https://app.baseten.co/" + KEY,
                    "Set-Cookie",
                    KEY)));
    faults.add(status(200, user));
    faults.add(status(200, "{\"user_id\":\"" + KEY));
    faults.add(status(200, "\"" + KEY + "\""));
    faults.add(status(200, KEY).headers(Map.of("Content-Type", "text/html")));
    faults.add(Fault.of(Kind.CUT_BODY, null, "/v1/"));
    return faults;
  }

  private static Fault status(int status, String body) {
    return Fault.status(null, "/v1/", status, body);
  }

  private LeakWorld.Run run(
      String command, Source source, String key, List<String> line, List<String> output)
      throws IOException {
    prepare(source, key);
    List<String> flags = concat(Lines.isGroup(command) ? List.of() : output, source.flags(key));
    boolean misplacedWord = !line.isEmpty() && !command.startsWith(line.get(0));
    List<String> whole = misplacedWord ? line : Lines.inserted(command, line, flags);
    return world.run(source + " " + key.substring(0, 8), source.input(key), whole);
  }

  private void prepare(Source source, String key) throws IOException {
    world.reset();
    source.give(world, key);
  }

  /** A diagnosis can find something, and a group alone is no command. */
  private static List<Integer> codes(String command) {
    if (Lines.isGroup(command)) {
      return List.of(2);
    }
    return switch (command) {
      case "doctor" -> List.of(0, 1);
      // The file that it is told to read is not always there.
      case "fleet init" -> List.of(0, 7);
      default -> List.of(0);
    };
  }

  /** All levels with all formats, one after another. */
  private List<String> nextOutput() {
    turn++;
    return List.of("--log", LEVELS.get(turn % 4), "-o", FORMATS.get(turn / 4 % 4));
  }

  private List<String> nextOutput(String command) {
    return Lines.isGroup(command) ? List.of() : nextOutput();
  }

  private Source nextSource(String command) {
    Source source;
    do {
      turn++;
      source = SOURCES.get(turn % SOURCES.size());
    } while (!Lines.meets(command, source));
    return source;
  }

  private Source nextSourceWithoutFlag(String command) {
    Source source = nextSource(command);
    while (source.isFlag()) {
      source = nextSource(command);
    }
    return source;
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private void assertNothingLeaked() {
    world.checkSandbox();
    assertThat(world.leaks()).isEmpty();
  }
}
