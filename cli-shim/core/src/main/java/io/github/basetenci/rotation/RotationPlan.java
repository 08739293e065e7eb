package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation does, decided before anything is changed. It holds no key.
 *
 * @param server the address of the management API
 * @param oldPrefix the prefix of the key to be replaced
 * @param oldName its name, null for a key without one
 * @param type the type of both keys
 * @param modelIds the models that both keys are limited to, empty for no limit
 * @param teamName the team of both keys, null for types without team
 * @param teamId the team's id, null for types without team
 * @param ownerId the user whose personal keys both are, null for other types
 * @param newName the name of the new key
 * @param newKeyStorage the name of the storage that keeps the new key until the end
 * @param targets the names of the targets
 * @param overlap how long the old key lives on after the last target has the new one
 * @param leftBehind the logins of this machine that hold the old key, are no targets, and may stop
 *     working
 */
public record RotationPlan(
    String server,
    String oldPrefix,
    @Nullable String oldName,
    ApiKeyType type,
    List<String> modelIds,
    @Nullable String teamName,
    @Nullable String teamId,
    @Nullable String ownerId,
    String newName,
    String newKeyStorage,
    List<String> targets,
    Duration overlap,
    List<String> leftBehind) {
  public RotationPlan {
    modelIds = List.copyOf(modelIds);
    targets = List.copyOf(targets);
    leftBehind = List.copyOf(leftBehind);
  }

  RotationPlan leaving(List<String> logins) {
    return new RotationPlan(
        server,
        oldPrefix,
        oldName,
        type,
        modelIds,
        teamName,
        teamId,
        ownerId,
        newName,
        newKeyStorage,
        targets,
        overlap,
        logins);
  }

  /** The old key as messages show it. */
  public String oldKey() {
    String name = oldName;
    return name == null ? oldPrefix : shown(name, oldPrefix);
  }

  /** The new key as messages show it. */
  public String newKey(String prefix) {
    return shown(newName, prefix);
  }

  static String shown(String name, String prefix) {
    return "'" + Neutralizer.line(name) + "' (" + Neutralizer.line(prefix) + ")";
  }
}
