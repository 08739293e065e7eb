package io.github.basetenci.sandbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of API keys, with their names in the management API. */
public enum KeyType {
  PERSONAL,
  WORKSPACE_MANAGE_ALL,
  WORKSPACE_INVOKE,
  WORKSPACE_EXPORT_METRICS,
  WORKSPACE_MANAGE_API_KEYS,
  ROUTES;

  /** Whether a key of this type may call the management API at all. */
  boolean manages() {
    return this == PERSONAL || this == WORKSPACE_MANAGE_ALL || this == WORKSPACE_MANAGE_API_KEYS;
  }

  /** Whether a key of this type may be limited to models. */
  boolean takesModels() {
    return this == WORKSPACE_INVOKE || this == WORKSPACE_EXPORT_METRICS;
  }

  /** Whether a key of this type belongs to a team. */
  boolean hasTeam() {
    return this != PERSONAL && this != WORKSPACE_MANAGE_API_KEYS;
  }

  static @Nullable KeyType find(@Nullable String name) {
    for (KeyType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Whether every sandbox starts with a key of this type. */
  public boolean isSeeded() {
    return this != ROUTES;
  }

  /** The name of the key of this type that every sandbox starts with. */
  String seedName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
