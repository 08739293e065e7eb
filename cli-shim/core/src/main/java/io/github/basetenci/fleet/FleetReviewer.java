package io.github.basetenci.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.fleet.FleetFinding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares the keys of a file with what the servers list and what the targets have. */
public final class FleetReviewer {
  private static final String GITHUB_SECRET = "github:";

  private final Instant now;
  private final List<BegunRotation> begun;

  /**
   * @param now the time of the server, or of this machine
   * @param begun the rotations that are not at their end, as far as this machine knows
   */
  public FleetReviewer(Instant now, List<BegunRotation> begun) {
    this.now = now;
    this.begun = List.copyOf(begun);
  }

  /** The keys of a name on the server. */
  private record Chosen(@Nullable ApiKeyInfo current, List<ApiKeyInfo> earlier) {
    static final Chosen NONE = new Chosen(null, List.of());
  }

  /**
   * Reviews one workspace.
   *
   * @param keys the keys of the file in this workspace, each with what its targets say
   */
  public WorkspaceReview review(
      FleetWorkspace workspace, List<FleetKey> keys, WorkspaceAnswer answer, Readings readings) {
    List<KeyReview> reviews = new ArrayList<>();
    for (FleetKey key : keys) {
      reviews.add(review(key, answer, readings.of(key)));
    }
    return new WorkspaceReview(workspace, reviews, notInFile(keys, answer));
  }

  /** What the targets of keys say. */
  @FunctionalInterface
  public interface Readings {
    /** What the targets of a key say, in their order. */
    List<TargetReading> of(FleetKey key);
  }

  private KeyReview review(FleetKey key, WorkspaceAnswer answer, List<TargetReading> targets) {
    List<FleetFinding> findings = new ArrayList<>();
    Chosen chosen = choose(key, answer.keys(), findings);
    ApiKeyInfo current = chosen.current();
    Instant due = null;
    if (current != null) {
      boolean unfinished = checkEarlier(key, chosen, current, findings);
      checkTerms(key, current, findings);
      if (key.isRotatedHere()) {
        due = due(key, current, unfinished, answer.forbids(), findings);
        checkNextName(key, current, chosen, answer.keys(), findings);
      }
    }
    if (FleetKey.NOBODY.equals(key.rotatedBy())) {
      findings.add(FleetFinding.of(Kind.ROTATED_BY_NOBODY));
    }
    checkTargets(chosen, targets, answer.keys(), findings);
    if (answer.keyless()) {
      long secrets =
          key.targets().stream().filter(target -> target.startsWith(GITHUB_SECRET)).count();
      if (secrets > 0) {
        findings.add(
            FleetFinding.of(
                Kind.COULD_GO, Long.toString(secrets), Integer.toString(key.targets().size())));
      }
    }
    return new KeyReview(key, current, due, targets, findings);
  }

  private static Chosen choose(FleetKey key, List<ApiKeyInfo> keys, List<FleetFinding> findings) {
    KeyTerms terms = key.terms();
    List<ApiKeyInfo> found = filter(keys, each -> key.choice().number(each) > 0);
    if (!ApiKeyType.PERSONAL.equals(terms.type())) {
      for (ApiKeyInfo personal : filter(found, FleetReviewer::isPersonal)) {
        findings.add(FleetFinding.of(Kind.PERSONAL, shown(personal), person(personal)));
      }
      found = filter(found, each -> !isPersonal(each));
    }
    String team = terms.team();
    if (team != null) {
      List<ApiKeyInfo> inTeam = filter(found, each -> team.equals(each.teamName()));
      if (inTeam.isEmpty() && !found.isEmpty()) {
        findings.add(FleetFinding.of(Kind.WRONG_TEAM, String.join(", ", teams(found)), team));
      } else {
        found = inTeam;
      }
    }
    if (teams(found).size() > 1) {
      findings.add(FleetFinding.of(Kind.TEAM_UNCLEAR, String.join(", ", teams(found))));
      return Chosen.NONE;
    }
    ApiKeyType type = terms.type();
    if (type != null) {
      List<ApiKeyInfo> ofType = filter(found, each -> each.type().equals(type));
      if (ofType.isEmpty() && !found.isEmpty()) {
        findings.add(FleetFinding.of(Kind.WRONG_TYPE, found.get(0).type().value(), type.value()));
      } else {
        found = ofType;
      }
    }
    ApiKeyInfo current =
        found.stream().max(Comparator.comparingLong(key.choice()::number)).orElse(null);
    if (current == null) {
      findings.add(FleetFinding.of(Kind.NOT_LISTED));
      return Chosen.NONE;
    }
    return new Chosen(current, filter(found, each -> each != current));
  }

  /** Whether a rotation of the key is not at its end. */
  private boolean checkEarlier(
      FleetKey key, Chosen chosen, ApiKeyInfo current, List<FleetFinding> findings) {
    for (BegunRotation rotation : begun) {
      if (rotation.isOf(current.prefix())
          || chosen.earlier().stream().anyMatch(each -> rotation.isOf(each.prefix()))) {
        findings.add(
            FleetFinding.of(
                Kind.UNFINISHED, rotation.state(), rotation.oldPrefix(), rotation.newPrefix()));
        return true;
      }
    }
    // Who rotates the key elsewhere lets its earlier keys live on for as long as it wants.
    boolean kept = !key.isRotatedHere() && !FleetKey.NOBODY.equals(key.rotatedBy());
    if (!chosen.earlier().isEmpty() && !kept) {
      findings.add(
          FleetFinding.of(
              Kind.EARLIER_KEYS,
              String.join(", ", chosen.earlier().stream().map(FleetReviewer::shown).toList())));
    }
    return false;
  }

  private @Nullable Instant due(
      FleetKey key,
      ApiKeyInfo current,
      boolean unfinished,
      Predicate<ApiKeyType> forbids,
      List<FleetFinding> findings) {
    if (key.policy().rotateEvery() == null) {
      return null;
    }
    if (current.type().equals(ApiKeyType.WORKSPACE_INVOKE) && !key.terms().notEnvironmentScoped()) {
      findings.add(FleetFinding.of(Kind.SCOPE_NOT_STATED));
    }
    Instant created = current.createdAt();
    if (created == null) {
      findings.add(FleetFinding.of(Kind.AGE_UNKNOWN));
      return null;
    }
    Instant due = created.plus(key.policy().rotateEvery());
    if (!unfinished && !now.isBefore(due)) {
      findings.add(FleetFinding.of(Kind.DUE, due.toString()));
      if (forbids.test(current.type())) {
        findings.add(FleetFinding.of(Kind.NEW_KEYS_FORBIDDEN, current.type().value()));
      }
    }
    return due;
  }

  private void checkTerms(FleetKey key, ApiKeyInfo current, List<FleetFinding> findings) {
    List<String> wanted = key.terms().models();
    List<String> models = current.modelIds() == null ? List.of() : current.modelIds();
    if (wanted != null && !Set.copyOf(wanted).equals(new HashSet<>(models))) {
      findings.add(
          FleetFinding.of(Kind.WRONG_MODELS, String.join(", ", models), String.join(", ", wanted)));
    }
    String name = current.name();
    if (key.choice() instanceof KeyChoice.ByPrefix choice
        && key.isRotatedHere()
        && current.hasPrefix(choice.prefix())
        && name != null
        && !name.isEmpty()) {
      findings.add(FleetFinding.of(Kind.HAS_A_NAME, KeyChoice.base(name)));
    }
    Instant used = current.lastUsedAt();
    if (used != null && used.plus(key.policy().unusedAfter()).isBefore(now)) {
      findings.add(FleetFinding.of(Kind.UNUSED, used.toString()));
    }
  }

  /** The server refuses a name that a key of the same team has, whatever that key's type is. */
  private static void checkNextName(
      FleetKey key,
      ApiKeyInfo current,
      Chosen chosen,
      List<ApiKeyInfo> keys,
      List<FleetFinding> findings) {
    long next = key.choice().number(current) + 1;
    for (ApiKeyInfo other : keys) {
      boolean shares =
          other != current
              && !chosen.earlier().contains(other)
              && current.type().hasTeam() == other.type().hasTeam()
              && Objects.equals(current.teamName(), other.teamName())
              && Objects.equals(person(current), person(other));
      if (shares && key.choice().number(other) == next) {
        findings.add(
            FleetFinding.of(
                Kind.NAME_TAKEN, String.valueOf(other.name()), shown(other), other.prefix()));
      }
    }
  }

  private static void checkTargets(
      Chosen chosen,
      List<TargetReading> targets,
      List<ApiKeyInfo> keys,
      List<FleetFinding> findings) {
    int silent = 0;
    for (TargetReading target : targets) {
      switch (target.outcome()) {
        case READ -> checkTarget(chosen, target, keys, findings);
        case FAILED ->
            findings.add(FleetFinding.of(Kind.TARGET_FAILED, target.target(), target.problem()));
        case NOT_READABLE -> silent++;
      }
    }
    if (silent > 0) {
      findings.add(
          FleetFinding.of(
              Kind.TARGETS_NOT_READ, Integer.toString(silent), Integer.toString(targets.size())));
    }
  }

  private static void checkTarget(
      Chosen chosen, TargetReading target, List<ApiKeyInfo> keys, List<FleetFinding> findings) {
    String prefix = String.valueOf(target.prefix());
    ApiKeyInfo current = chosen.current();
    if (prefix.isEmpty()) {
      findings.add(FleetFinding.of(Kind.TARGET_IS_EMPTY, target.target()));
      return;
    }
    // While a rotation is under way, a target may have either key.
    boolean right =
        current != null
            && (current.hasPrefix(prefix)
                || (findings.stream().anyMatch(finding -> finding.kind() == Kind.UNFINISHED)
                    && ApiKeyInfo.find(chosen.earlier(), prefix).isPresent()));
    if (right) {
      return;
    }
    ApiKeyInfo other = ApiKeyInfo.find(keys, prefix).orElse(null);
    if (other != null && isPersonal(other)) {
      findings.add(
          FleetFinding.of(Kind.TARGET_HAS_PERSONAL, target.target(), prefix, person(other)));
    } else {
      findings.add(
          FleetFinding.of(
              Kind.TARGET_HAS_OTHER,
              target.target(),
              other == null ? prefix : shown(other),
              Boolean.toString(other != null)));
    }
  }

  private static List<FleetFinding> notInFile(List<FleetKey> keys, WorkspaceAnswer answer) {
    List<FleetFinding> findings = new ArrayList<>();
    for (ApiKeyInfo listed : answer.keys()) {
      boolean known =
          isPersonal(listed)
              || listed.prefix().equals(answer.mintingPrefix())
              || keys.stream().anyMatch(key -> isMeant(key, listed));
      if (!known) {
        findings.add(
            FleetFinding.of(
                Kind.NOT_IN_FILE,
                shown(listed),
                listed.type().value(),
                listed.teamName() == null ? "" : listed.teamName()));
      }
    }
    return findings;
  }

  private static boolean isMeant(FleetKey key, ApiKeyInfo listed) {
    String team = key.terms().team();
    return key.choice().number(listed) > 0
        && (team == null || listed.teamName() == null || team.equals(listed.teamName()));
  }

  private static boolean isPersonal(ApiKeyInfo key) {
    return key.type().equals(ApiKeyType.PERSONAL);
  }

  private static String person(ApiKeyInfo key) {
    ApiKeyInfo.Owner owner = key.owner();
    return owner == null ? "" : owner.email() == null ? owner.userId() : owner.email();
  }

  /** The key as messages name it. */
  private static String shown(ApiKeyInfo key) {
    String name = key.name();
    return name == null || name.isEmpty() ? key.prefix() : name + " (" + key.prefix() + ")";
  }

  private static List<String> teams(List<ApiKeyInfo> keys) {
    return keys.stream()
        .map(ApiKeyInfo::teamName)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<ApiKeyInfo> filter(List<ApiKeyInfo> keys, Predicate<ApiKeyInfo> wanted) {
    return keys.stream().filter(wanted).toList();
  }
}
