package io.github.basetenci.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A service account that exists when the sandbox starts.
 *
 * @param name its name
 * @param preset the type of a key that may do what the account may do
 * @param team the name of its team; null for an account of the organization, which manages API keys
 */
public record SeedAccount(String name, KeyType preset, @Nullable String team) {}
