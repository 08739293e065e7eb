package io.github.basetenci.http;

import io.github.basetenci.text.Situation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request got no complete answer. The message is one sentence that names the host and says what
 * to do. The message contains no header and no body.
 */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** How far the request had come. */
  public enum Phase {
    /** Nothing of the request had left: address, proxy, connection or TLS failed. */
    CONNECT,
    /** The request was being written. */
    SEND,
    /** The request had been written and the answer was missing or incomplete. */
    RECEIVE
  }

  private final Phase phase;
  private final @Nullable Situation situation;

  TransportException(String message, Phase phase, @Nullable Throwable cause) {
    this(message, phase, null, cause);
  }

  TransportException(
      String message, Phase phase, @Nullable Situation situation, @Nullable Throwable cause) {
    super(message, cause);
    this.phase = phase;
    this.situation = situation;
  }

  /**
   * A request that was not sent, because the credential for it could not be had.
   *
   * @param message why, as one sentence without a secret
   */
  public static TransportException notSent(String message, Throwable cause) {
    return new TransportException(message, Phase.CONNECT, cause);
  }

  /** How far the request had come. */
  public Phase phase() {
    return phase;
  }

  /**
   * The situation that the failure is about, or null. The message already contains the advice of
   * {@link HttpSettings#advice} on this situation.
   */
  public @Nullable Situation situation() {
    return situation;
  }

  /** Whether the server may have acted on the request although its answer is missing. */
  public boolean mayHaveTakenEffect() {
    return phase != Phase.CONNECT;
  }
}
