package io.github.basetenci.auth;

import io.github.basetenci.key.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * A key from outside the stores.
 *
 * @param key the key
 * @param source which kind of source it came from
 * @param sourceName the flag or variable, as messages show it
 * @param pairedUrl the URL that came with it ({@code BASETEN_TRUSS_AUTH_REMOTE_URL}), if any
 */
public record GivenKey(
    ApiKey key, KeySource source, String sourceName, @Nullable String pairedUrl) {}
