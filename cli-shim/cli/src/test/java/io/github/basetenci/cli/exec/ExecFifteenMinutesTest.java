package io.github.basetenci.cli.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.Program;
import io.github.basetenci.shim.command.Host;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command of fifteen minutes, whose tokens live three. It reads the files anew each second, as
 * the tools do that it would start, and no call may fail. A second passes when the command says so.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command that is run is one of POSIX")
class ExecFifteenMinutesTest {
  private static final int SECONDS = 15 * 60;

  /**
   * What truss and baseten do: truss uses no token in its last minute, baseten reads its file at
   * each request.
   */
  private static final String TOOLS =
      """
      import configparser, json, os, sys, urllib.request
      api, clock, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
      direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
      now = float(direct.open(clock).read())
      failed = 0
      def call(token):
          request = urllib.request.Request(api + "/v1/users/me")
          request.add_header("Authorization", "Bearer " + token)
          return direct.open(request).status == 200
      for second in range(seconds):
          try:
              trussrc = configparser.ConfigParser()
              trussrc.read(os.environ["USER_TRUSSRC_PATH"])
              section = trussrc["baseten"]
              fresh = int(section["oauth_expires_at"]) - now > 60
              with open(os.environ["BASETEN_CONFIG_DIR"] + "/auth.json") as file:
                  profile = json.load(file)["profiles"]["baseten-ci"]
              fine = fresh and call(section["oauth_access_token"])
              fine = fine and call(profile["oauth_credential"]["access_token"])
          except Exception as e:
              print(e)
              fine = False
          failed += not fine
          now = float(direct.open(clock).read())
      print("failed:", failed)
      """;

  @TempDir Path home;

  @Test
  void noCallFails() throws Exception {
    Seconds time = new Seconds();
    Path identity = home.resolve("id-token");
    Files.writeString(
        identity,
        KeylessWorld.ISSUER
            .token(KeylessWorld.JOB, KeylessWorld.AUDIENCE)
            .issued(time.instant())
            .with(Map.of("exp", time.instant().plus(Duration.ofDays(1)).getEpochSecond()))
            .sign());
    Path tools = Files.writeString(home.resolve("tools.py"), TOOLS);
    HttpServer clock =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    clock.createContext(
        "/",
        call -> {
          time.pass();
          byte[] now = Long.toString(time.instant().getEpochSecond()).getBytes(UTF_8);
          call.sendResponseHeaders(200, now.length);
          call.getResponseBody().write(now);
          call.close();
        });
    clock.start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (Sandbox sandbox =
        Sandbox.start(KeylessWorld.options(Duration.ofMinutes(3)).withClock(time))) {
      Host host =
          new Host(
              Map.of(
                  "HOME",
                  home.toString(),
                  "TMPDIR",
                  home.toString(),
                  "PATH",
                  System.getenv("PATH"),
                  "BASETEN_REMOTE_URL",
                  sandbox.url().toString(),
                  "BASETEN_ID_TOKEN_FILE",
                  identity.toString()),
              new Host.Streams(
                  InputStream.nullInputStream(),
                  new PrintStream(out, false, UTF_8),
                  new PrintStream(err, false, UTF_8),
                  null),
              new Host.Directories(home, home),
              new Host.Platform("Linux", "17"),
              new Host.Time(time, System::nanoTime, time::sleep));

      int code =
          Program.find()
              .run(
                  host,
                  "exec",
                  "--allow-unknown-remote",
                  "--trust-rule",
                  KeylessWorld.RULE,
                  "--audience",
                  KeylessWorld.AUDIENCE,
                  "--",
                  "python3",
                  tools.toString(),
                  sandbox.url().toString(),
                  "http://127.0.0.1:" + clock.getAddress().getPort() + "/",
                  Integer.toString(SECONDS));

      assertThat(code).as(out.toString(UTF_8) + err.toString(UTF_8)).isZero();
      assertThat(out.toString(UTF_8)).isEqualTo("failed: 0\n");
      List<RequestEntry> requests = sandbox.requests();
      assertThat(requests).allMatch(entry -> entry.status() == 200);
      // At half of three minutes, so ten times in fifteen.
      assertThat(requests.stream().filter(entry -> entry.path().equals("/v1/auth/token")))
          .hasSize(11);
    } finally {
      clock.stop(0);
    }
  }

  /** A clock that goes on when it is told to, and then waits until whoever waited waits again. */
  private static final class Seconds extends Clock {
    private Instant now = Instant.parse("2026-11-30T08:00:00Z");
    private Instant awaited = Instant.MIN;

    @Override
    public synchronized Instant instant() {
      return now;
    }

    synchronized void sleep(Duration time) throws InterruptedException {
      awaited = now.plus(time);
      notifyAll();
      while (now.isBefore(awaited)) {
        wait();
      }
    }

    synchronized void pass() {
      now = now.plusSeconds(1);
      notifyAll();
      try {
        while (!awaited.isAfter(now)) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new AssertionError("the renewal waits no more", e);
      }
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
