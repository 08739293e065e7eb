package io.github.basetenci.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A service account that exists when the sandbox starts.
 *
 * @param name its name
 * @param preset the key type that may do the same
 * @param team the name of its team, null for the organization's, whose accounts manage API keys
 */
public record SeedAccount(String name, KeyType preset, @Nullable String team) {}
