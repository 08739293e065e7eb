package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * A request that the sandbox saw. It holds neither a key nor a body nor a query.
 *
 * @param time when it arrived
 * @param method its method
 * @param path its path as it was sent
 * @param status the status of the answer, 0 when a fault cut the connection before any answer
 * @param scheme the scheme of its credential
 * @param keyPrefix the prefix of the credential, empty without one
 * @param serviceAccount the account whose access token, ended or not, is the credential; empty for
 *     any other one
 * @param userAgent the header of that name, empty without one
 */
public record RequestEntry(
    Instant time,
    String method,
    String path,
    int status,
    Scheme scheme,
    String keyPrefix,
    String serviceAccount,
    String userAgent) {
  @Override
  public String toString() {
    return String.join(
        " ",
        time.toString(),
        method,
        path,
        String.valueOf(status),
        scheme.word(),
        keyPrefix,
        userAgent);
  }
}
