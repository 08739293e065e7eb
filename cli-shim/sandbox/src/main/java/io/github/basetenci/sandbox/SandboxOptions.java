package io.github.basetenci.sandbox;

import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox starts.
 *
 * @param port the port on 127.0.0.1, 0 for any free one
 * @param workspace the name of the workspace
 * @param clock tells creation times and the age of tokens
 * @param keys keys to start with, in addition to the random one of each type
 * @param duplicateNameStatus the status for a key name that is taken: what the real server sends is
 *     not documented, 400 and 409 are both likely
 * @param pollInterval how long a device is told to wait between two questions, in whole seconds
 * @param tokenLifetime how long an OAuth access token works
 * @param log where a line of JSON for each request goes, or null
 */
public record SandboxOptions(
    int port,
    String workspace,
    Clock clock,
    List<SeedKey> keys,
    int duplicateNameStatus,
    Duration pollInterval,
    Duration tokenLifetime,
    @Nullable Writer log) {

  public SandboxOptions {
    keys = List.copyOf(keys);
  }

  /** A free port, a workspace named {@code Sandbox}, the system's clock, 400, 1 s, 1 h, no log. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        "Sandbox",
        Clock.systemUTC(),
        List.of(),
        400,
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        null);
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(
        newPort, workspace, clock, keys, duplicateNameStatus, pollInterval, tokenLifetime, log);
  }

  public SandboxOptions withWorkspace(String name) {
    return new SandboxOptions(
        port, name, clock, keys, duplicateNameStatus, pollInterval, tokenLifetime, log);
  }

  public SandboxOptions withClock(Clock newClock) {
    return new SandboxOptions(
        port, workspace, newClock, keys, duplicateNameStatus, pollInterval, tokenLifetime, log);
  }

  /** Adds a key; see {@link SeedKey}. */
  public SandboxOptions withKey(
      String fullKey, KeyType type, @Nullable String team, @Nullable String name) {
    List<SeedKey> more = new ArrayList<>(keys);
    more.add(new SeedKey(fullKey, type, team, name));
    return new SandboxOptions(
        port, workspace, clock, more, duplicateNameStatus, pollInterval, tokenLifetime, log);
  }

  public SandboxOptions withDuplicateNameStatus(int status) {
    return new SandboxOptions(
        port, workspace, clock, keys, status, pollInterval, tokenLifetime, log);
  }

  public SandboxOptions withTokens(Duration newPollInterval, Duration newTokenLifetime) {
    return new SandboxOptions(
        port, workspace, clock, keys, duplicateNameStatus, newPollInterval, newTokenLifetime, log);
  }

  public SandboxOptions withLog(Writer newLog) {
    return new SandboxOptions(
        port, workspace, clock, keys, duplicateNameStatus, pollInterval, tokenLifetime, newLog);
  }
}
