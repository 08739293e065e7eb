package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * A request that the sandbox saw. It holds neither a key nor a body nor a query.
 *
 * @param time when it arrived
 * @param method its method
 * @param path its path as it was sent
 * @param status the status of the answer, 0 when a fault cut the connection before any answer
 * @param keyPrefix the prefix of the credential, empty without one
 * @param userAgent the header of that name, empty without one
 */
public record RequestEntry(
    Instant time, String method, String path, int status, String keyPrefix, String userAgent) {}
