package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.KeyPolicy;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.ManagedKeys;
import io.github.basetenci.managed.ReadyKey;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.managed.Workspace;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys of a fleet file, as the engine of rotations wants to know them. */
final class FleetKeys implements ManagedKeys<String> {
  private final Map<String, FleetKey> keys = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final Map<String, String> present = new ConcurrentHashMap<>();
  private final TargetKinds targets;
  private final LocalLogins logins;
  private final @Nullable ApiKey oldKey;

  /**
   * @param oldKey the key that targets get again in a run that goes back; null if none was given
   */
  FleetKeys(Fleet fleet, TargetKinds targets, LocalLogins logins, @Nullable ApiKey oldKey) {
    this.targets = targets;
    this.logins = logins;
    this.oldKey = oldKey;
    fleet.workspaces().forEach(workspace -> urls.put(workspace.name(), workspace.url().toString()));
    fleet.keys().forEach(key -> keys.put(fleet.id(key), key));
  }

  /** The workspace as the orders of rotations name it. */
  static Workspace workspace(FleetWorkspace workspace) {
    return new Workspace(workspace.url().toString(), workspace.name());
  }

  /** Takes note of the keys that the servers list. */
  void found(Fleet fleet, FleetReview review) {
    for (KeyReview key : review.keys()) {
      if (key.current() != null) {
        present.put(fleet.id(key.key()), key.current().prefix());
      }
    }
  }

  /** The prefix of the key that a server lists for an entry of the file. */
  Optional<String> prefix(String id) {
    return Optional.ofNullable(present.get(id));
  }

  /** Takes note of the end of a rotation. */
  void reached(String id, RotationRecord record) {
    if (record.state() == RotationState.DONE) {
      present.put(id, record.newPrefix());
    }
  }

  @Override
  public List<String> withPolicy() {
    return keys.keySet().stream().filter(id -> !interval(id).isZero()).toList();
  }

  @Override
  public Duration interval(String id) {
    FleetKey key = keys.get(id);
    Duration every = key == null ? null : key.policy().rotateEvery();
    return every == null ? Duration.ZERO : every;
  }

  @Override
  public ReadyKey ready(String id) throws RefusedException {
    FleetKey key = keys.get(id);
    String prefix = present.get(id);
    if (key == null || prefix == null) {
      throw new RefusedException("the key " + id + " is not in the file, or not on the server");
    }
    KeyPolicy policy = key.policy();
    return new ReadyKey(
        new Terms(
            String.valueOf(urls.get(key.workspace())),
            key.workspace(),
            new DrainTimes(
                policy.overlap(),
                policy.quietFor() == null ? Duration.ZERO : policy.quietFor(),
                policy.deadline()),
            key.terms().notEnvironmentScoped()),
        prefix,
        key.targets());
  }

  @Override
  public Map<String, String> present() {
    return Map.copyOf(present);
  }

  @Override
  public boolean exists(String id) {
    return true;
  }

  /** The old key, if this run was given it to go back. */
  @Override
  public Optional<ApiKey> key(String id) {
    return Optional.ofNullable(oldKey);
  }

  @Override
  public synchronized List<Target> targets(RotationRun<String> run) throws RefusedException {
    List<Target> made = new ArrayList<>();
    Set<String> dropped = dropped(run);
    for (String name : run.order().targets()) {
      if (dropped.contains(name)) {
        continue;
      }
      try {
        made.add(targets.make(name));
      } catch (UsageException e) {
        throw new RefusedException(String.valueOf(e.getMessage()));
      }
    }
    return made;
  }

  /** A key that the file does not name any more is rotated to its end as it began. */
  @Override
  public Set<String> dropped(RotationRun<String> run) {
    FleetKey key = keys.get(run.id());
    if (key == null) {
      return Set.of();
    }
    Set<String> dropped = new LinkedHashSet<>(run.order().targets());
    key.targets().forEach(dropped::remove);
    return dropped;
  }

  @Override
  public LocalLogins logins(String id) {
    return logins;
  }
}
