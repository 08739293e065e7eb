package io.github.basetenci.store;

import io.github.basetenci.key.ApiKey;

/** The API key of a login. */
public record KeySecret(ApiKey key) implements LoginSecret {}
