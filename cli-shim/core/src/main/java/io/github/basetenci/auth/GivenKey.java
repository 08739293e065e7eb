package io.github.basetenci.auth;

import io.github.basetenci.key.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * A key from outside the stores.
 *
 * @param key the key
 * @param source the kind of source that the key came from
 * @param sourceName the name of the flag or variable in messages
 * @param pairedUrl the URL that came with the key ({@code BASETEN_TRUSS_AUTH_REMOTE_URL}), if any
 */
public record GivenKey(
    ApiKey key, KeySource source, String sourceName, @Nullable String pairedUrl) {}
