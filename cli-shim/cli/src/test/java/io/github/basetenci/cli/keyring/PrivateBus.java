package io.github.basetenci.cli.keyring;

import io.github.basetenci.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session bus of its own with a real {@code gnome-keyring-daemon}, in an empty home. */
final class PrivateBus implements AutoCloseable {
  private static final String PASSWORD = "a password of this test";
  private static final String CONFIGURATION =
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>session</type>
        <listen>unix:path=%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
      </busconfig>
      """;

  private final Path home;
  private final Process bus;
  private final String address;
  private @Nullable Process daemon;

  /**
   * @param home an empty directory with a short path, because a socket is in it
   */
  PrivateBus(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    Path configuration = home.resolve("bus.conf");
    Files.writeString(configuration, CONFIGURATION.formatted(home.resolve("bus")));
    bus =
        start(
            List.of(
                "dbus-daemon",
                "--config-file=" + configuration,
                "--nofork",
                "--nopidfile",
                "--print-address=1"));
    address = firstLine(bus).split(",", -1)[0];
  }

  /** Whether the programs are installed. */
  static boolean isInstalled() {
    for (String program : List.of("dbus-daemon", "gnome-keyring-daemon")) {
      boolean found = false;
      for (String directory : System.getenv("PATH").split(":", -1)) {
        found |= Files.isExecutable(Path.of(directory, program));
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  String address() {
    return address;
  }

  /** The variables by which a program finds this bus. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DBUS_SESSION_BUS_ADDRESS", address);
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("XDG_DATA_HOME", home.resolve("share").toString());
    environment.put("XDG_RUNTIME_DIR", home.toString());
    return environment;
  }

  /** Starts the keyring and unlocks it. */
  PrivateBus unlocked() throws IOException {
    Process started = startDaemon("--unlock");
    try (OutputStream stdin = started.getOutputStream()) {
      stdin.write(PASSWORD.getBytes(StandardCharsets.UTF_8));
    }
    awaitKeyring();
    return this;
  }

  /** Starts the keyring with a collection that is locked. */
  PrivateBus locked() throws IOException {
    unlocked();
    kill();
    Await.until("the keyring is gone", () -> !hasKeyring());
    startDaemon();
    awaitKeyring();
    return this;
  }

  /** Kills the keyring, as a crash does. */
  void kill() {
    Process running = daemon;
    if (running != null) {
      running.destroyForcibly();
      Await.exitCode(running);
    }
    daemon = null;
  }

  /** Lets the keyring answer nothing any more, while it stays on the bus. */
  void stop() throws IOException {
    Process running = Objects.requireNonNull(daemon);
    Await.exitCode(start(List.of("kill", "-STOP", Long.toString(running.pid()))));
  }

  /** Lets the keyring go on. */
  void goOn() throws IOException {
    Process running = Objects.requireNonNull(daemon);
    Await.exitCode(start(List.of("kill", "-CONT", Long.toString(running.pid()))));
  }

  private Process startDaemon(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("gnome-keyring-daemon", "--foreground"));
    command.addAll(List.of("--components=secrets", "--control-directory=" + home));
    command.addAll(List.of(more));
    daemon = start(command);
    return daemon;
  }

  private void awaitKeyring() {
    Await.until("the keyring is on the bus", this::hasKeyring);
  }

  private boolean hasKeyring() {
    try {
      Object[] answer =
          SessionBus.connect(address)
              .call(
                  "org.freedesktop.DBus",
                  "/org/freedesktop/DBus",
                  "org.freedesktop.DBus",
                  "NameHasOwner",
                  "s",
                  "org.freedesktop.secrets");
      return Boolean.TRUE.equals(answer[0]);
    } catch (KeyringException e) {
      return false;
    }
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    if (bus != null) {
      builder.environment().putAll(environment());
    }
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return String.valueOf(output.readLine());
  }

  @Override
  public void close() throws IOException {
    kill();
    bus.destroyForcibly();
    Await.exitCode(bus);
  }
}
