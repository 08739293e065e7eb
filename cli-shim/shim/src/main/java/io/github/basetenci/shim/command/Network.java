package io.github.basetenci.shim.command;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Patience;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.key.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/** The connection to the server during one run of a command. All calls share one deadline. */
public final class Network {
  private final HttpSettings settings;
  private final HttpTransport transport;
  private final Environment environment;
  private final Deadline deadline;
  private final Session session;
  private final Consumer<String> notes;

  Network(
      HttpSettings settings,
      Environment environment,
      Deadline deadline,
      Session session,
      Consumer<String> notes) {
    this.settings = settings;
    this.transport = session.transport(settings);
    this.environment = environment;
    this.deadline = deadline;
    this.session = session;
    this.notes = notes;
  }

  public ManagementClients clients() {
    return new ManagementClients(environment, transport, deadline, session.sleeper(), notes);
  }

  public ManagementApi api(URI address, ApiKey key) {
    return new ManagementApi(transport, address, key, deadline, session.sleeper());
  }

  /** A client whose calls may take at most this time, and at most half of the time that is left. */
  public ManagementApi api(URI address, ApiKey key, Duration atMost) {
    Duration half = deadline.remaining().dividedBy(2).plusNanos(1);
    Duration limit = half.compareTo(atMost) < 0 ? half : atMost;
    Deadline own = Deadline.after(limit, session.ticker());
    return new ManagementApi(transport, address, key, own, session.sleeper());
  }

  public Deadline deadline() {
    return deadline;
  }

  /** For repeating a question to the server until the deadline. */
  public Patience patience() {
    return new Patience(deadline, session.sleeper());
  }

  /**
   * A digest of the added certificate authorities, to see later whether they are still the same.
   */
  public String trusted() throws CommandException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : settings.caFiles()) {
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new CommandException(
          "a file of certificate authorities cannot be read", ExitCode.FAILURE, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
