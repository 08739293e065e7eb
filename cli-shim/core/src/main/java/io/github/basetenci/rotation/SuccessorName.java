package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiKeyInfo;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name {@code BASE-<n+1>} of a new key. It depends only on the old key, so that two rotations
 * of one key request the same name. The server gives a name only once.
 *
 * @param base the name without its number
 * @param number the number in the name of the old key, 1 for a name without a number
 */
record SuccessorName(String base, long number) {
  private static final Pattern NUMBERED = Pattern.compile("(.+)-([0-9]{1,9})", Pattern.DOTALL);

  static SuccessorName after(ApiKeyInfo old) {
    String name = old.name();
    if (name == null || name.isEmpty()) {
      String readable = old.prefix().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
      return new SuccessorName("key-" + readable, 1);
    }
    Matcher parts = NUMBERED.matcher(name);
    return parts.matches()
        ? new SuccessorName(parts.group(1), Long.parseLong(parts.group(2)))
        : new SuccessorName(name, 1);
  }

  @Override
  public String toString() {
    return base + "-" + (number + 1);
  }

  /**
   * The other keys with the same name and another number, which earlier rotations may have left.
   */
  static List<ApiKeyInfo> earlierKeys(RotationPlan plan, ApiKeyInfo old, List<ApiKeyInfo> keys) {
    String base = after(old).base;
    return keys.stream()
        .filter(key -> !key.hasPrefix(old.prefix()) && sharesNames(plan, key))
        .filter(key -> key.name() != null && after(key).base.equals(base))
        .toList();
  }

  /**
   * The keys that have the new key's name among the keys of which the server allows only one to
   * have this name.
   */
  static List<ApiKeyInfo> withNewName(RotationPlan plan, List<ApiKeyInfo> keys) {
    return keys.stream().filter(key -> hasNewName(plan, key)).toList();
  }

  /**
   * Whether a key has the new key's name and is one of the keys of which the server allows only one
   * to have this name.
   */
  static boolean hasNewName(RotationPlan plan, ApiKeyInfo key) {
    return plan.newName().equals(key.name()) && sharesNames(plan, key);
  }

  /**
   * Whether the server would refuse to give the new key the name of this key. The name of a team
   * key must be unique among the team keys of all types in its team. The name of a personal key
   * must be unique among the keys of its owner. The name of a key that manages keys must be unique
   * in the organization.
   */
  private static boolean sharesNames(RotationPlan plan, ApiKeyInfo key) {
    if (!plan.type().hasTeam() || !key.type().hasTeam()) {
      ApiKeyInfo.Owner owner = key.owner();
      return plan.type().equals(key.type())
          && Objects.equals(plan.ownerId(), owner == null ? null : owner.userId());
    }
    return Objects.equals(plan.teamName(), key.teamName());
  }
}
