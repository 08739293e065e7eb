package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.KeyChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one entry of each key of a workspace and of those that a rotation has made after it. */
final class WorkspaceKeys {
  private static final int LONGEST_NAME = 200;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final ListedWorkspace listed;
  private final List<DraftKey> keys = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  /** What each left-out key is, by its prefix. */
  private final Map<String, String> others = new LinkedHashMap<>();

  private final boolean severalTeams;
  private final Set<List<String>> taken = new HashSet<>();

  WorkspaceKeys(ListedWorkspace listed) {
    this.listed = listed;
    severalTeams =
        listed.keys().stream().map(ApiKeyInfo::teamName).filter(Objects::nonNull).distinct().count()
            > 1;
    divide();
    keys.sort(Comparator.comparing(key -> key.choice.label()));
  }

  /** The keys in the order of their names. */
  List<DraftKey> keys() {
    return keys;
  }

  /** What the file says of keys that it does not name. */
  List<String> leftOut() {
    return leftOut;
  }

  /** What a key of the workspace is that is no entry, by its prefix. */
  Map<String, String> others() {
    return others;
  }

  private void divide() {
    List<ApiKeyInfo> open = new ArrayList<>();
    for (ApiKeyInfo key : listed.keys()) {
      if (key.hasPrefix(String.valueOf(listed.mintingPrefix()))) {
        leaveOut(key, "the minting key of " + listed.workspace().name(), "");
      } else if (key.type().equals(ApiKeyType.PERSONAL)) {
        leaveOut(key, "a personal key of " + person(key), ", which ends when that person leaves");
      } else {
        open.add(key);
      }
    }
    for (ApiKeyInfo unnamed : open.stream().filter(key -> nameOf(key).isEmpty()).toList()) {
      KeyChoice choice = new KeyChoice.ByPrefix(unnamed.prefix());
      List<ApiKeyInfo> members = open.stream().filter(key -> choice.number(key) > 0).toList();
      open.removeAll(members);
      add(choice, members);
    }
    Map<List<String>, List<ApiKeyInfo>> named = new LinkedHashMap<>();
    for (ApiKeyInfo key : open) {
      named
          .computeIfAbsent(
              Arrays.asList(KeyChoice.base(nameOf(key)), key.teamName()), any -> new ArrayList<>())
          .add(key);
    }
    named.forEach((name, members) -> addNamed(name.get(0), members));
  }

  private void addNamed(String base, List<ApiKeyInfo> members) {
    String problem = problemOf(base);
    if (problem.isEmpty() && add(new KeyChoice.ByName(base), members)) {
      return;
    }
    for (ApiKeyInfo key : members) {
      DraftKey draft = byPrefix(key);
      if (draft != null) {
        draft.rotatedBy = FleetKey.NOBODY;
        draft.remarks.add(
            "its name "
                + (YamlText.canBeWritten(nameOf(key)) ? "'" + nameOf(key) + "' " : "")
                + (problem.isEmpty() ? "is that of another key here" : problem)
                + "; make another key and let this one go");
      }
    }
  }

  /** Why a fleet file cannot have the name; empty if it can. */
  private static String problemOf(String base) {
    if (!YamlText.canBeWritten(base)) {
      return "has characters that a file cannot show, or looks like a key";
    }
    if (base.length() > LONGEST_NAME) {
      return "is longer than " + LONGEST_NAME + " characters";
    }
    return KeyChoice.isNumbered(base) ? "ends with two numbers" : "";
  }

  private @Nullable DraftKey byPrefix(ApiKeyInfo key) {
    return add(new KeyChoice.ByPrefix(key.prefix()), List.of(key))
        ? keys.get(keys.size() - 1)
        : null;
  }

  /** Whether the entry could be made. */
  private boolean add(KeyChoice choice, List<ApiKeyInfo> members) {
    List<ApiKeyInfo> ordered =
        members.stream().sorted(Comparator.comparingLong(choice::number).reversed()).toList();
    String team = ordered.get(0).teamName();
    String written = severalTeams && team != null && YamlText.canBeWritten(team) ? team : null;
    String label = choice.label();
    boolean named = choice instanceof KeyChoice.ByName;
    if (!named && !(PREFIX.matcher(label).matches() && YamlText.canBeWritten(label))) {
      leftOut.add("a key whose prefix no file can have: " + label);
      return false;
    }
    // A file may not have one text as a name and as a prefix.
    boolean free =
        !taken.contains(List.of(named ? "prefix" : "name", label))
            && taken.add(List.of(named ? "name" : "prefix", label, String.valueOf(written)));
    if (!free) {
      if (!named) {
        leftOut.add("the key " + label + ", since another key has that text as its name");
      }
      return false;
    }
    taken.add(List.of(named ? "name" : "prefix", label));
    DraftKey draft = new DraftKey(listed.workspace().name(), choice, ordered, written);
    for (ApiKeyInfo earlier : ordered.subList(1, ordered.size())) {
      draft.remarks.add("lives on beside it: " + shown(earlier));
    }
    keys.add(draft);
    return true;
  }

  private void leaveOut(ApiKeyInfo key, String what, String why) {
    others.put(key.prefix(), what);
    leftOut.add(shown(key) + " is " + what + why);
  }

  private static String nameOf(ApiKeyInfo key) {
    return Objects.requireNonNullElse(key.name(), "");
  }

  private static String shown(ApiKeyInfo key) {
    return nameOf(key).isEmpty() ? key.prefix() : nameOf(key) + " (" + key.prefix() + ")";
  }

  private static String person(ApiKeyInfo key) {
    ApiKeyInfo.Owner owner = key.owner();
    return owner == null ? "somebody" : Objects.requireNonNullElse(owner.email(), owner.userId());
  }
}
