package io.github.basetenci.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request without a complete answer. The message is one sentence that names the host and what to
 * do; it holds no header and no body.
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

  TransportException(String message, Phase phase, @Nullable Throwable cause) {
    super(message, cause);
    this.phase = phase;
  }

  /** How far the request had come. */
  public Phase phase() {
    return phase;
  }

  /** Whether the server may have acted on the request although its answer is missing. */
  public boolean mayHaveTakenEffect() {
    return phase != Phase.CONNECT;
  }
}
