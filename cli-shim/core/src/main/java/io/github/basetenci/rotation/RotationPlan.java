package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a rotation, made before anything is changed. It contains no key.
 *
 * @param server the address of the management API
 * @param replaced the old key
 * @param scope what the old key and the new key may do
 * @param replacement the new key
 * @param targets the names of the targets
 * @param times how long the old key lives on after the last target has the new one
 * @param leftBehind the logins of this machine that hold the old key, are no targets, and may stop
 *     working
 */
public record RotationPlan(
    String server,
    Replaced replaced,
    Scope scope,
    Replacement replacement,
    List<String> targets,
    DrainTimes times,
    List<String> leftBehind) {
  public RotationPlan {
    targets = List.copyOf(targets);
    leftBehind = List.copyOf(leftBehind);
  }

  /**
   * The key that is replaced.
   *
   * @param prefix its prefix
   * @param name its name, null for a key without a name
   */
  public record Replaced(String prefix, @Nullable String name) {}

  /**
   * What a key may do, and its team or owner.
   *
   * @param type the type of the key
   * @param modelIds the models that the key is limited to, empty for no limit
   * @param teamName the name of the team, null for types without a team
   * @param teamId the id of the team, null for types without a team
   * @param ownerId the user who owns the personal key, null for other types
   */
  public record Scope(
      ApiKeyType type,
      List<String> modelIds,
      @Nullable String teamName,
      @Nullable String teamId,
      @Nullable String ownerId) {
    public Scope {
      modelIds = List.copyOf(modelIds);
    }
  }

  /**
   * The key that replaces the old key.
   *
   * @param name its name
   * @param storage the name of the storage that keeps the key until the end of the rotation
   */
  public record Replacement(String name, String storage) {}

  RotationPlan leaving(List<String> logins) {
    return new RotationPlan(server, replaced, scope, replacement, targets, times, logins);
  }

  /** The least time that the old key lives on after the last target has the new one. */
  public Duration overlap() {
    return times.overlap();
  }

  /** The prefix of the key that is replaced. */
  public String oldPrefix() {
    return replaced.prefix();
  }

  /** The name of the key that is replaced, null for a key without a name. */
  public @Nullable String oldName() {
    return replaced.name();
  }

  /** The type of both keys. */
  public ApiKeyType type() {
    return scope.type();
  }

  /** The models that both keys are limited to, empty for no limit. */
  public List<String> modelIds() {
    return scope.modelIds();
  }

  /** The name of the team of both keys, null for types without a team. */
  public @Nullable String teamName() {
    return scope.teamName();
  }

  /** The id of the team of both keys, null for types without a team. */
  public @Nullable String teamId() {
    return scope.teamId();
  }

  /** The user who owns both personal keys, null for other types. */
  public @Nullable String ownerId() {
    return scope.ownerId();
  }

  /** The name of the new key. */
  public String newName() {
    return replacement.name();
  }

  /** The name of the storage that keeps the new key until the end of the rotation. */
  public String newKeyStorage() {
    return replacement.storage();
  }

  /** The old key in the form that messages show. */
  public String oldKey() {
    String name = oldName();
    return name == null ? oldPrefix() : shown(name, oldPrefix());
  }

  /** The new key in the form that messages show. */
  public String newKey(String prefix) {
    return shown(newName(), prefix);
  }

  static String shown(String name, String prefix) {
    return "'" + Neutralizer.line(name) + "' (" + Neutralizer.line(prefix) + ")";
  }
}
