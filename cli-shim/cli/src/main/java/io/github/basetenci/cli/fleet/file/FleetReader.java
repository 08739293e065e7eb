package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.cli.fleet.file.YamlNode.Entries;
import io.github.basetenci.cli.fleet.file.YamlNode.Entry;
import io.github.basetenci.cli.fleet.file.YamlNode.Items;
import io.github.basetenci.cli.rotate.OverlapConverter;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.KeyChoice;
import io.github.basetenci.fleet.KeyPolicy;
import io.github.basetenci.fleet.KeyTerms;
import io.github.basetenci.fleet.MintingSource;
import io.github.basetenci.shim.command.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a fleet of a tree whose shape was checked, and refuses what the shape cannot say: names and
 * targets that are given twice, and values that contradict each other.
 */
final class FleetReader {
  /** What an entry says of its rotations. */
  private static final List<String> OF_ROTATIONS =
      List.of("rotate-every", "overlap", "quiet-for", "deadline", "not-environment-scoped");

  private final TargetKinds targets;
  private final FileProblems problems;
  private final Map<String, FleetWorkspace> workspaces = new LinkedHashMap<>();

  /** Where each target was named first, by its name. */
  private final Map<String, String> targetPaths = new HashMap<>();

  /** Where each key was named first, by workspace and name. */
  private final Map<List<String>, String> keyPaths = new HashMap<>();

  FleetReader(TargetKinds targets, FileProblems problems) {
    this.targets = targets;
    this.problems = problems;
  }

  Fleet read(Entries root) {
    if (root.get("workspaces") instanceof Entries named) {
      named.entries().forEach(this::readWorkspace);
    }
    KeyPolicy defaults = KeyPolicy.DEFAULT;
    if (root.get("defaults") instanceof Entries policy) {
      defaults = policy(policy, KeyPolicy.DEFAULT, "defaults");
    }
    List<FleetKey> keys = new ArrayList<>();
    if (root.get("keys") instanceof Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        keys.add(key((Entries) items.items().get(i), "keys[" + i + "]", defaults));
      }
    }
    return new Fleet(List.copyOf(workspaces.values()), keys);
  }

  private void readWorkspace(Entry entry) {
    Entries workspace = (Entries) entry.value();
    String path = "workspaces." + entry.name();
    workspaces.put(
        entry.name(),
        new FleetWorkspace(
            entry.name(),
            url(workspace.get("url"), path + ".url"),
            minting((Entries) required(workspace, "minting-key")),
            entry.at()));
  }

  private RemoteUrl url(@Nullable YamlNode node, String path) {
    String text = Shape.text(node);
    if (node == null || text == null) {
      return RemoteUrl.DEFAULT;
    }
    try {
      return RemoteUrl.parse(text, "the address");
    } catch (InvalidRemoteUrlException e) {
      problems.add(node.at(), path, String.valueOf(e.getMessage()));
      return RemoteUrl.DEFAULT;
    }
  }

  private static MintingSource minting(Entries minting) {
    Entry only = minting.entries().get(0);
    YamlNode value = only.value();
    return switch (only.name()) {
      case "env" -> new MintingSource.OfVariable(String.valueOf(Shape.text(value)));
      case "file" -> new MintingSource.OfFile(String.valueOf(Shape.text(value)));
      case "command" -> new MintingSource.OfCommand(texts((Items) value));
      default -> {
        Entries identity = (Entries) value;
        yield new MintingSource.OfIdentity(
            String.valueOf(Shape.text(identity.get("trust-rule"))),
            Shape.text(identity.get("audience")),
            Shape.text(identity.get("source")));
      }
    };
  }

  private FleetKey key(Entries key, String path, KeyPolicy defaults) {
    String workspace = workspace(key, path);
    KeyChoice choice = choice(key);
    String first = keyPaths.putIfAbsent(identity(workspace, key), path);
    if (first != null) {
      problems.add(
          key.at(),
          path,
          "is the key that " + first + " names; write each key once, with all of its targets");
    }
    String byOther = keyPaths.get(otherIdentity(workspace, key));
    if (byOther != null) {
      problems.add(
          key.at(),
          path,
          "has the name or the prefix that "
              + byOther
              + " has as the other of the two; rename the key");
    }
    String rotatedBy = rotatedBy(key, path);
    KeyPolicy policy = policy(key, defaults, path);
    return new FleetKey(
        workspace,
        choice,
        terms(key, path),
        rotatedBy == null ? policy : policy.withoutRotations(),
        key.get("targets") instanceof Items items ? targets(items, path + ".targets") : List.of(),
        rotatedBy,
        key.at());
  }

  /** Who rotates the key in place of this file; null if this file does. */
  private @Nullable String rotatedBy(Entries key, String path) {
    String who = Shape.text(key.get("rotated-by"));
    if (who != null) {
      for (String name : OF_ROTATIONS) {
        YamlNode node = key.get(name);
        if (node != null) {
          problems.add(
              node.at(),
              path + "." + name,
              "cannot be given beside rotated-by, because this file does not rotate the key");
        }
      }
    }
    return who;
  }

  private String workspace(Entries key, String path) {
    YamlNode node = key.get("workspace");
    String name = Shape.text(node);
    if (node == null || name == null) {
      if (workspaces.size() == 1) {
        return workspaces.keySet().iterator().next();
      }
      problems.add(
          key.at(),
          path,
          "lacks the member workspace, which is needed because there are several workspaces");
      return "";
    }
    if (!workspaces.containsKey(name)) {
      String hint = NearestName.hint(name, workspaces.keySet());
      problems.add(
          node.at(),
          path + ".workspace",
          "is none of the workspaces of this file"
              + (hint.isEmpty() ? ": " + String.join(", ", workspaces.keySet()) : hint));
    }
    return name;
  }

  private static KeyChoice choice(Entries key) {
    String name = Shape.text(key.get("name"));
    return name != null
        ? new KeyChoice.ByName(name)
        : new KeyChoice.ByPrefix(String.valueOf(Shape.text(key.get("prefix"))));
  }

  /** What only one key of a file may have. Two teams may have keys of one name. */
  private static List<String> identity(String workspace, Entries key) {
    String name = Shape.text(key.get("name"));
    String team = Shape.text(key.get("team"));
    return name == null
        ? List.of(workspace, "prefix", String.valueOf(Shape.text(key.get("prefix"))))
        : List.of(workspace, "name", name, team == null ? "" : team);
  }

  /**
   * The entry which has as a name what this one has as a prefix, or as a prefix what this one has
   * as a name.
   */
  private static List<String> otherIdentity(String workspace, Entries key) {
    String name = Shape.text(key.get("name"));
    return name == null
        ? List.of(workspace, "name", String.valueOf(Shape.text(key.get("prefix"))), "")
        : List.of(workspace, "prefix", name);
  }

  private KeyTerms terms(Entries key, String path) {
    String type = Shape.text(key.get("type"));
    YamlNode models = key.get("models");
    ApiKeyType expected =
        type == null ? null : new ApiKeyType(type.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (models != null && expected != null && !expected.takesModels()) {
      problems.add(
          models.at(),
          path + ".models",
          "cannot be given, because a key of the type " + type + " is not limited to models");
    }
    YamlNode team = key.get("team");
    if (team != null && expected != null && !expected.hasTeam()) {
      problems.add(
          team.at(),
          path + ".team",
          "cannot be given, because a key of the type " + type + " has no team");
    }
    return new KeyTerms(
        expected,
        Shape.text(team),
        models instanceof Items items ? texts(items) : null,
        "true".equalsIgnoreCase(Shape.text(key.get("not-environment-scoped"))));
  }

  private KeyPolicy policy(Entries entries, KeyPolicy otherwise, String path) {
    Duration rotateEvery = time(entries, "rotate-every");
    Duration overlap = time(entries, "overlap");
    Duration quietFor = time(entries, "quiet-for");
    Duration deadline = time(entries, "deadline");
    Duration unusedAfter = time(entries, "unused-after");
    KeyPolicy policy =
        new KeyPolicy(
            rotateEvery == null ? otherwise.rotateEvery() : rotateEvery,
            overlap == null ? otherwise.overlap() : overlap,
            quietFor == null ? otherwise.quietFor() : quietFor,
            deadline == null ? otherwise.deadline() : deadline,
            unusedAfter == null ? otherwise.unusedAfter() : unusedAfter);
    if (overlap != null || deadline != null || rotateEvery != null || quietFor != null) {
      refuseContradictions(entries, policy, path);
    }
    return policy;
  }

  private void refuseContradictions(Entries entries, KeyPolicy policy, String path) {
    if (policy.deadline().compareTo(policy.overlap()) < 0) {
      YamlNode at =
          entries.get("deadline") != null ? entries.get("deadline") : entries.get("overlap");
      if (at != null) {
        problems.add(
            at.at(),
            path + (entries.get("deadline") != null ? ".deadline" : ".overlap"),
            "does not fit: the deadline must not be shorter than the overlap");
      }
    }
    Duration quiet = policy.quietFor();
    if (quiet != null && policy.deadline().compareTo(quiet) < 0) {
      YamlNode at =
          entries.get("quiet-for") != null ? entries.get("quiet-for") : entries.get("deadline");
      if (at != null) {
        problems.add(
            at.at(),
            path + (entries.get("quiet-for") != null ? ".quiet-for" : ".deadline"),
            "does not fit: the deadline must not be shorter than quiet-for");
      }
    }
    Duration every = policy.rotateEvery();
    if (every != null && every.compareTo(policy.overlap()) <= 0) {
      YamlNode at =
          entries.get("rotate-every") != null
              ? entries.get("rotate-every")
              : entries.get("overlap");
      if (at != null) {
        problems.add(
            at.at(),
            path + (entries.get("rotate-every") != null ? ".rotate-every" : ".overlap"),
            "does not fit: rotate-every must be longer than the overlap, so that a rotation ends"
                + " before the next one begins");
      }
    }
  }

  private static @Nullable Duration time(Entries entries, String name) {
    String text = Shape.text(entries.get(name));
    return text == null ? null : new OverlapConverter().convert(text);
  }

  private List<String> targets(Items items, String path) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < items.items().size(); i++) {
      YamlNode node = items.items().get(i);
      String at = path + "[" + i + "]";
      try {
        String name = targets.nameOf(String.valueOf(Shape.text(node)));
        String first = targetPaths.putIfAbsent(name, at);
        if (first != null) {
          problems.add(
              node.at(), at, "is the target that " + first + " names; a target has one key");
        }
        names.add(name);
      } catch (UsageException e) {
        problems.add(node.at(), at, String.valueOf(e.getMessage()));
      }
    }
    return names;
  }

  private static List<String> texts(Items items) {
    return items.items().stream().map(item -> String.valueOf(Shape.text(item))).toList();
  }

  private static YamlNode required(Entries entries, String name) {
    YamlNode node = entries.get(name);
    if (node == null) {
      throw new IllegalStateException("the shape requires " + name);
    }
    return node;
  }
}
