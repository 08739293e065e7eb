package io.github.basetenci.cli.leak;

import static io.github.basetenci.shim.KeylessWorld.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** No command emits an identity token or an access token, whatever is done with them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands that are run are those of POSIX")
class TokenLeakTest {
  private static final String ACCESS = "acc.tokenThatNobodyMaySeeAnywhereAtAll";

  private static final List<String> LOGINS =
      List.of(
          "auth login --trust-rule RULE",
          "auth login --trust-rule RULE --id-token-file id-token",
          "auth login --trust-rule RULE --id-token-env BASETEN_ID_TOKEN",
          "auth login --trust-rule RULE --id-token-stdin",
          "auth login --trust-rule RULE --id-token-command 'cat id-token'",
          "auth login --trust-rule RULE --token-lifetime 60",
          "exec --allow-unknown-remote --trust-rule RULE -- sh -c env;cat<$USER_TRUSSRC_PATH",
          "exec --allow-unknown-remote --trust-rule RULE --file-less -- env",
          "identity show");
  private static final List<String> AFTER =
      List.of(
          "auth status --verify --explain",
          "whoami",
          "doctor",
          "profiles list",
          "exec --allow-unknown-remote -- env",
          "auth logout --revoke-key");

  @Fixture private KeylessWorld keyless;
  private World world;
  private LeakFinder finder;
  private String identity;
  private final List<String> leaks = new ArrayList<>();
  private int runs;

  @BeforeEach
  void begin() throws IOException {
    world = keyless.world();
    world.set("PATH", System.getenv("PATH")).set("TMPDIR", world.home().toString());
    identity = Files.readString(keyless.file());
    // Of an identity token the claims may be shown, and nothing else.
    String signature = identity.substring(identity.lastIndexOf('.') + 1);
    finder = new LeakFinder(ACCESS, "jwt." + signature);
  }

  @Test
  void noOutputAndNoFileHasAToken() throws Exception {
    for (String level : List.of("humanfriendly", "debug")) {
      for (String format : List.of("text", "json")) {
        for (String line : LOGINS) {
          world.sandbox().fault(granted());
          world.sandbox().fault(me());
          run(line + " --log " + level + " -o " + format);
          for (String after : AFTER) {
            world.sandbox().fault(me());
            run(after + " --log " + level + " -o " + format);
            world.sandbox().clearFaults();
          }
        }
      }
    }

    assertThat(leaks).isEmpty();
    assertThat(runs).isEqualTo(4 * LOGINS.size() * (1 + AFTER.size()));
  }

  @Test
  void noFailureHasAToken() throws Exception {
    List<Fault> faults = new ArrayList<>();
    for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
      for (String said :
          List.of("{\"error\":\"invalid_grant\"}", quoted(identity), quoted(ACCESS))) {
        if (!said.contains(ACCESS)) {
          faults.add(Fault.status("POST", "/v1/auth/token", status, said).times(99));
        }
        faults.add(Fault.status("GET", "/v1/users/me", status, said).times(99));
      }
    }
    faults.add(Fault.status("POST", "/v1/auth/token", 200, "{\"access_token\":\"" + ACCESS));
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (kind.name().startsWith("CUT")) {
        faults.add(Fault.of(kind, "POST", "/v1/auth/token"));
      }
    }
    for (Fault fault : faults) {
      for (String line : List.of(LOGINS.get(0), LOGINS.get(6))) {
        world.sandbox().fault(fault);
        world.sandbox().fault(granted());
        run(line + " --log debug");
        world.sandbox().clearFaults();
      }
    }

    assertThat(leaks).isEmpty();
  }

  @Test
  void aTokenInAnotherPlaceIsNotShown() throws Exception {
    for (String flag :
        List.of(
            "--trust-rule",
            "--audience",
            "--token-lifetime",
            "--id-token-file",
            "--id-token-env",
            "--id-token-source",
            "--remote",
            "--profile")) {
      run("auth login --trust-rule RULE " + flag + " " + identity);
      run("auth login " + flag + " " + identity);
      run("identity show " + flag + " " + identity);
    }

    assertThat(leaks).isEmpty();
  }

  private static Fault granted() {
    return Fault.status(
        "POST", "/v1/auth/token", 200, "{\"access_token\":\"" + ACCESS + "\",\"expires_in\":3600}");
  }

  private static Fault me() {
    return Fault.status("GET", "/v1/users/me", 200, "{\"user_id\":\"u\"}");
  }

  private static String quoted(String token) {
    return "{\"error\":\"we do not take " + token + "\"}";
  }

  private void run(String line) throws IOException {
    runs++;
    boolean variable = line.contains("--id-token-env BASETEN");
    if (variable) {
      world.set("BASETEN_ID_TOKEN", identity);
    }
    String[] words =
        Arrays.stream(line.replace("RULE", RULE).split(" (?=(?:[^']*'[^']*')*[^']*$)"))
            .map(word -> word.replace("'", "").replace(";", "; ").replace("<$", " $"))
            .toArray(String[]::new);
    World.Run run = world.runWithInput(identity, reordered(words));
    world.unset("BASETEN_ID_TOKEN");
    check(line + ", stdout", run.out());
    check(line + ", stderr", run.err());
    try (Stream<Path> files = Files.walk(world.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(keyless.file())
            && !file.equals(world.trussrc())
            && !file.equals(world.authJson())) {
          check(line + ", " + file, text(file));
        }
      }
    }
    check(line + ", the requests of the sandbox", world.sandbox().requests().toString());
  }

  /** Flags that stand behind a command of {@code exec} belong to that; they go before it. */
  private static String[] reordered(String[] words) {
    List<String> all = new ArrayList<>(List.of(words));
    int end = all.indexOf("--");
    int log = all.indexOf("--log");
    if (end < 0 || log < end) {
      return words;
    }
    List<String> flags = new ArrayList<>(all.subList(log, all.size()));
    all.subList(log, all.size()).clear();
    all.addAll(end, flags);
    return all.toArray(String[]::new);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String where, String text) {
    finder.find(text).ifPresent(found -> leaks.add(where + ": " + found));
  }
}
