package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * A request that the sandbox saw. It holds neither a key nor a body nor a query.
 *
 * @param time when it arrived
 * @param method its method
 * @param path its path as it was sent
 * @param status the status of the answer, 0 when a fault cut the connection before any answer
 * @param credential what it shows of its credential
 * @param userAgent the header of that name, empty without one
 */
public record RequestEntry(
    Instant time,
    String method,
    String path,
    int status,
    SentCredential credential,
    String userAgent) {
  @Override
  public String toString() {
    return String.join(
        " ",
        time.toString(),
        method,
        path,
        String.valueOf(status),
        credential.toString(),
        userAgent);
  }

  /** The prefix of its credential, empty without one. */
  public String keyPrefix() {
    return credential.prefix();
  }

  /** The scheme of its credential. */
  public Scheme scheme() {
    return credential.scheme();
  }
}
