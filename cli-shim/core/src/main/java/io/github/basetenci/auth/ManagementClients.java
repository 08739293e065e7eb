package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.DeviceFlow;
import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.Confidential;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Opens management API clients for a remote, using the override variable of the {@code baseten}
 * tool if it is set.
 */
public final class ManagementClients {
  private final Environment environment;
  private final HttpTransport transport;
  private final Deadline deadline;
  private final Sleeper sleeper;
  private final Consumer<String> notes;
  private final AtomicBoolean announced = new AtomicBoolean();

  /**
   * @param deadline one time limit for all calls of all clients together
   * @param sleeper waits between attempts
   * @param notes called with one sentence if the override decides to which address calls go
   */
  public ManagementClients(
      Environment environment,
      HttpTransport transport,
      Deadline deadline,
      Sleeper sleeper,
      Consumer<String> notes) {
    this.environment = environment;
    this.transport = transport;
    this.deadline = deadline;
    this.sleeper = sleeper;
    this.notes = notes;
  }

  /**
   * A client for the remote's management API.
   *
   * @throws AuthException if the override variable is set and is not a usable URL
   */
  public ManagementApi open(RemoteUrl remote, Confidential key) throws AuthException {
    return new ManagementApi(transport, announced(remote), key, deadline, sleeper);
  }

  /**
   * Exchanges identity tokens for access tokens of the remote.
   *
   * @param limit the time limit of the exchange
   * @param clock the clock by which the access token expires
   * @throws AuthException if the override variable is set and is not a usable URL
   */
  IdentityExchange exchange(RemoteUrl remote, Deadline limit, InstantSource clock)
      throws AuthException {
    return new IdentityExchange(transport, announced(remote), limit, sleeper, clock);
  }

  /**
   * Logs in by browser at the remote, and renews and ends such logins.
   *
   * @param clock the clock by which access tokens expire
   * @throws AuthException if the override variable is set and is not a usable URL
   */
  DeviceFlow deviceFlow(RemoteUrl remote, InstantSource clock) throws AuthException {
    return new DeviceFlow(transport, announced(remote), deadline, sleeper, clock);
  }

  /**
   * Ends the session of an access token at the remote.
   *
   * @throws AuthException if the override variable is set and is not a usable URL
   */
  void endSession(RemoteUrl remote, AccessToken token)
      throws AuthException, ApiException, TransportException {
    deviceFlow(remote, () -> Instant.EPOCH).revoke(token);
  }

  private URI announced(RemoteUrl remote) throws AuthException {
    URI base = base(remote);
    if (environment.has(Environment.MANAGEMENT_OVERRIDE) && !announced.getAndSet(true)) {
      notes.accept(
          "Management calls go to " + base + " (" + Environment.MANAGEMENT_OVERRIDE + ").");
    }
    return base;
  }

  /**
   * The address of the remote's management API.
   *
   * @throws AuthException if the override variable is set and is not a usable URL
   */
  public URI base(RemoteUrl remote) throws AuthException {
    Optional<String> override = environment.get(Environment.MANAGEMENT_OVERRIDE);
    return override.isEmpty() ? remote.managementUrl() : RemoteUrls.override(override.get());
  }
}
