package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * A request that the sandbox received. It contains no key, no body and no query.
 *
 * @param time when the request arrived
 * @param method its method
 * @param path its undecoded path, without secrets
 * @param status the status of the answer, 0 if a fault cut the connection before any answer
 * @param credential the parts of its credential that are no secret
 * @param userAgent the header {@code User-Agent}, empty if it is missing
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

  /** The prefix of its credential, empty if there is none. */
  public String keyPrefix() {
    return credential.prefix();
  }

  /** The scheme of its credential. */
  public Scheme scheme() {
    return credential.scheme();
  }
}
