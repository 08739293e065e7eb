package io.github.basetenci.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A key that exists when the sandbox starts.
 *
 * @param fullKey the key, of the form {@code PREFIX.SECRET}
 * @param type its type; a personal key belongs to the organization's admin
 * @param team the name of its team, null for the default team; a team that does not exist is
 *     created; ignored for types without a team
 * @param name its name, or null for a key without a name
 */
public record SeedKey(String fullKey, KeyType type, @Nullable String team, @Nullable String name) {
  @Override
  public String toString() {
    return Keys.prefix(fullKey) + "**** " + type;
  }
}
