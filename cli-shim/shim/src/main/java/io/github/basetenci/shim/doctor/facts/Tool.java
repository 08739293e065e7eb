package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.StoreKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the two tools, as it is found on PATH.
 *
 * @param path the first program of its name on PATH, or null if there is none
 * @param version the version that the tool prints, or null if it prints none
 * @param problem why the tool could not be run, as a sentence, or null
 */
public record Tool(
    StoreKind kind, @Nullable Path path, @Nullable ToolVersion version, @Nullable String problem) {
  /** The first truss with the {@code auth} commands, OAuth, and a keyring. */
  public static final ToolVersion TRUSS_AUTH = new ToolVersion(0, 17, 2);

  /** The first truss that keeps API keys out of the keyring again. */
  public static final ToolVersion TRUSS_INLINE_KEYS = new ToolVersion(0, 18, 18);

  /** The first truss that reads the pair of variables. */
  public static final ToolVersion TRUSS_PAIR = new ToolVersion(0, 18, 26);

  /** The first baseten with profiles in place of hosts. */
  public static final ToolVersion BASETEN_PROFILES = new ToolVersion(0, 2, 0);

  /** Whether the version is known and earlier than the given one. */
  public boolean isBefore(ToolVersion other) {
    return version != null && version.isBefore(other);
  }

  /** The features for logins that this version lacks. */
  public List<String> lacks() {
    List<String> lacks = new ArrayList<>();
    if (kind == StoreKind.TRUSS && isBefore(TRUSS_AUTH)) {
      lacks.add("has no auth commands and no OAuth");
    } else if (kind == StoreKind.TRUSS && isBefore(TRUSS_INLINE_KEYS)) {
      lacks.add("'truss login' puts API keys into the system keyring");
    }
    if (kind == StoreKind.TRUSS && isBefore(TRUSS_PAIR)) {
      lacks.add("ignores BASETEN_TRUSS_AUTH_API_KEY and BASETEN_TRUSS_AUTH_REMOTE_URL");
    }
    if (kind == StoreKind.BASETEN && isBefore(BASETEN_PROFILES)) {
      lacks.add("reads the hosts of auth.json, not its profiles");
    }
    return lacks;
  }
}
