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
 * @param oauth the times of the device flow
 * @param log where a line of JSON for each request goes, or null
 */
public record SandboxOptions(
    int port,
    String workspace,
    Clock clock,
    List<SeedKey> keys,
    int duplicateNameStatus,
    OAuth oauth,
    @Nullable Writer log) {

  /**
   * The times of the device flow.
   *
   * @param pollInterval how long a device is told to wait between two questions, in whole seconds
   * @param tokenLifetime how long an access token works
   */
  public record OAuth(Duration pollInterval, Duration tokenLifetime) {}

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
        new OAuth(Duration.ofSeconds(1), Duration.ofHours(1)),
        null);
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, workspace, clock, keys, duplicateNameStatus, oauth, log);
  }

  public SandboxOptions withWorkspace(String name) {
    return new SandboxOptions(port, name, clock, keys, duplicateNameStatus, oauth, log);
  }

  public SandboxOptions withClock(Clock newClock) {
    return new SandboxOptions(port, workspace, newClock, keys, duplicateNameStatus, oauth, log);
  }

  /** Adds a key; see {@link SeedKey}. */
  public SandboxOptions withKey(
      String fullKey, KeyType type, @Nullable String team, @Nullable String name) {
    List<SeedKey> more = new ArrayList<>(keys);
    more.add(new SeedKey(fullKey, type, team, name));
    return new SandboxOptions(port, workspace, clock, more, duplicateNameStatus, oauth, log);
  }

  public SandboxOptions withDuplicateNameStatus(int status) {
    return new SandboxOptions(port, workspace, clock, keys, status, oauth, log);
  }

  public SandboxOptions withTokens(Duration newPollInterval, Duration newTokenLifetime) {
    OAuth newOauth = new OAuth(newPollInterval, newTokenLifetime);
    return new SandboxOptions(port, workspace, clock, keys, duplicateNameStatus, newOauth, log);
  }

  public SandboxOptions withLog(Writer newLog) {
    return new SandboxOptions(port, workspace, clock, keys, duplicateNameStatus, oauth, newLog);
  }
}
