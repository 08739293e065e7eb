package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.Team;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans a rotation, and refuses a rotation that could not be finished. It changes nothing. */
final class Planner {
  private final Context context;

  Planner(Context context) {
    this.context = context;
  }

  /**
   * A plan, and the keys that were found during planning.
   *
   * @param earlierKeys other keys that earlier rotations may have created, judged by their names
   * @param successor the key that already has the new name, null if there is none
   */
  record Planned(RotationPlan plan, List<ApiKeyInfo> earlierKeys, @Nullable ApiKeyInfo successor) {}

  Planned plan(RotationRequest request)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    checkTargets();
    UserInfo caller = context.server.me(context.minting);
    List<ApiKeyInfo> keys = listed(request.prefix());
    ApiKeyInfo old = find(request.prefix(), keys);
    refuseWhatCannotBeCopied(old, request, caller);
    refuseUseByAsking(old, request);
    RotationPlan plan = plan(request, old);
    List<ApiKeyInfo> named = SuccessorName.withNewName(plan, keys);
    if (named.size() > 1) {
      throw RotationException.refused(
          "several keys are named '"
              + Neutralizer.line(plan.newName())
              + "'; revoke those that nobody uses");
    }
    ApiKeyInfo successor = named.isEmpty() ? null : named.get(0);
    if (successor == null && context.server.forbidsNewKeys(context.minting, old.type())) {
      throw RotationException.refused(
          "the organization allows no new keys of type " + old.type(),
          Situation.NEW_KEYS_FORBIDDEN);
    }
    checkNewKeyStorage(keys, successor);
    Map<String, String> problems = new TargetWriter(context).check(old.prefix());
    if (!problems.isEmpty() && successor == null) {
      throw RotationException.refused(
          "nothing was changed: "
              + problems.size()
              + " of "
              + plan.targets().size()
              + " targets cannot be written: "
              + TargetWriter.all(problems));
    }
    plan = plan.leaving(new LeftBehind(context).plan(old.prefix(), plan.oldKey()));
    return new Planned(plan, SuccessorName.earlierKeys(plan, old, keys), successor);
  }

  /**
   * The keys, by an older list if nothing is unusual by it. What is unusual may have changed since.
   */
  private List<ApiKeyInfo> listed(String prefix)
      throws ApiException, TransportException, RotationIOException {
    List<ApiKeyInfo> recent = context.server.recentKeys(context.minting);
    List<ApiKeyInfo> found = recent.stream().filter(key -> key.hasPrefix(prefix)).toList();
    if (found.size() == 1 && context.settings.newKeyStorage().load().isEmpty()) {
      String next = SuccessorName.after(found.get(0)).toString();
      if (recent.stream().noneMatch(key -> next.equals(key.name()))) {
        return recent;
      }
    }
    return context.server.keys(context.minting);
  }

  private void checkTargets() throws RotationException {
    if (context.settings.targets().isEmpty()) {
      throw RotationException.refused(
          "a rotation without a target would end with a key that nobody has");
    }
    Set<String> names = new HashSet<>();
    for (Target target : context.settings.targets()) {
      if (!names.add(target.name())) {
        throw RotationException.refused("the target " + target.name() + " is given twice");
      }
    }
  }

  private static ApiKeyInfo find(String prefix, List<ApiKeyInfo> keys) throws RotationException {
    List<ApiKeyInfo> found = keys.stream().filter(key -> key.hasPrefix(prefix)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw found.isEmpty()
        ? notListed(prefix)
        : RotationException.refused("several keys have the prefix " + Neutralizer.line(prefix));
  }

  static RotationException notListed(String prefix) {
    return RotationException.refused(
        "no key with the prefix "
            + Neutralizer.line(prefix)
            + " is listed for the minting key; is it revoked, or of another team?");
  }

  private static void refuseWhatCannotBeCopied(
      ApiKeyInfo old, RotationRequest request, UserInfo caller) throws RotationException {
    ApiKeyType type = old.type();
    if (!type.isKnown()) {
      throw RotationException.refused(
          "the key has the type "
              + Neutralizer.line(type.value())
              + ", which this version cannot create; rotate it by hand");
    }
    ApiKeyInfo.Owner owner = old.owner();
    if (type.equals(ApiKeyType.PERSONAL)
        && (owner == null || !owner.userId().equals(caller.userId()))) {
      throw RotationException.refused(
          "the key is personal and not the minting key's own: only its owner can create another");
    }
    if (type.equals(ApiKeyType.WORKSPACE_INVOKE) && !request.knownUnscoped()) {
      throw RotationException.refused(
          "a key that is limited to environments cannot be copied, and cannot be told from one that"
              + " is not",
          Situation.KEY_MAY_BE_SCOPED);
    }
  }

  /**
   * Refuses a rotation that could ask for the last use of the old key only with the old key,
   * because each question would be its next use. A minting key that rotates itself is replaced by
   * the new key for these questions, if the new key may ask them.
   */
  private void refuseUseByAsking(ApiKeyInfo old, RotationRequest request) throws RotationException {
    if (request.times().waitsForQuiet()
        && old.hasPrefix(context.minting.prefix())
        && !old.type().managesKeys()) {
      throw RotationException.refused(
          "the old key is the minting key too, and a new key of type "
              + old.type()
              + " may not ask when the old one was last used; give another minting key");
    }
  }

  private RotationPlan plan(RotationRequest request, ApiKeyInfo old)
      throws RotationException, ApiException, TransportException {
    boolean inTeam = old.type().hasTeam();
    ApiKeyInfo.Owner owner = old.owner();
    List<String> models = old.modelIds();
    return new RotationPlan(
        context.server.address().toString(),
        new RotationPlan.Replaced(old.prefix(), old.name()),
        new RotationPlan.Scope(
            old.type(),
            models == null || !old.type().takesModels() ? List.of() : models,
            inTeam ? old.teamName() : null,
            inTeam ? teamId(old.teamName()) : null,
            owner == null ? null : owner.userId()),
        new RotationPlan.Replacement(
            SuccessorName.after(old).toString(), context.settings.newKeyStorage().name()),
        context.settings.targets().stream().map(Target::name).toList(),
        request.times(),
        List.of());
  }

  private String teamId(@Nullable String name)
      throws RotationException, ApiException, TransportException {
    List<Team> teams = context.server.teams(context.minting);
    List<Team> found = teams.stream().filter(team -> team.name().equals(name)).toList();
    if (found.size() != 1) {
      throw RotationException.refused(
          name == null
              ? "the server does not say which team the key belongs to"
              : (found.isEmpty() ? "no team" : "several teams")
                  + " that the minting key can see "
                  + (found.isEmpty() ? "is" : "are")
                  + " named '"
                  + Neutralizer.line(name)
                  + "'");
    }
    return found.get(0).id();
  }

  /** Refuses to overwrite a key that is not revoked and may be stored only here. */
  private void checkNewKeyStorage(List<ApiKeyInfo> keys, @Nullable ApiKeyInfo successor)
      throws RotationException, RotationIOException {
    Optional<ApiKey> held = context.settings.newKeyStorage().load();
    if (held.isEmpty()) {
      return;
    }
    String prefix = held.get().prefix();
    boolean lives = ApiKeyInfo.find(keys, prefix).isPresent();
    if (lives && (successor == null || !successor.hasPrefix(prefix))) {
      throw RotationException.refused(
          context.settings.newKeyStorage().name()
              + " holds the key "
              + prefix
              + ", which another rotation may need; name another file for the new key");
    }
  }
}
