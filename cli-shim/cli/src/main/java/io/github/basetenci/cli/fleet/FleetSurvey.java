package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.KeyList;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.BegunRotation;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.FleetReviewer;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.MintingSource;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.fleet.WorkspaceAnswer;
import io.github.basetenci.fleet.WorkspaceReview;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks every workspace of a file once for its keys, and every target that can tell for its key.
 * Nothing signs in with a key of the file.
 */
final class FleetSurvey {
  private final Session session;
  private final MintingAccess access;
  private final TargetKinds targets;
  private final List<BegunRotation> begun;
  private final Map<FleetWorkspace, KeyList> listed = new HashMap<>();
  private int exitCode = ExitCode.OK;

  FleetSurvey(
      Session session, MintingAccess access, TargetKinds targets, List<BegunRotation> begun) {
    this.session = session;
    this.access = access;
    this.targets = targets;
    this.begun = List.copyOf(begun);
  }

  /** Reviews every workspace. One that cannot be asked is a finding. */
  FleetReview of(Fleet fleet) throws InterruptedException {
    Instant now = session.host().clock().instant();
    List<WorkspaceReview> reviews = new ArrayList<>();
    for (FleetWorkspace workspace : fleet.workspaces()) {
      reviews.add(review(workspace, fleet.keysOf(workspace), now));
    }
    return new FleetReview(now, reviews);
  }

  /** The keys of each workspace that answered. */
  Map<FleetWorkspace, KeyList> listed() {
    return listed;
  }

  /** The exit code for the workspaces that could not be asked. */
  int exitCode() {
    return exitCode;
  }

  private WorkspaceReview review(FleetWorkspace workspace, List<FleetKey> keys, Instant now)
      throws InterruptedException {
    WorkspaceFailure failure;
    try {
      Confidential secret = access.secret(workspace);
      ManagementApi api = access.open(workspace, secret);
      KeyList listed = api.keyList();
      this.listed.put(workspace, listed);
      // The server made the times that are compared with this one.
      Instant time = listed.serverTime() == null ? now : listed.serverTime();
      WorkspaceAnswer answer =
          new WorkspaceAnswer(
              listed.keys(),
              secret instanceof ApiKey key ? key.prefix() : null,
              workspace.minting() instanceof MintingSource.OfIdentity || api.hasTrustRules(),
              remembered(api));
      Map<FleetKey, List<TargetReading>> readings = new HashMap<>();
      for (FleetKey key : keys) {
        readings.put(key, read(key));
      }
      return new FleetReviewer(time, begun)
          .review(workspace, keys, answer, key -> readings.getOrDefault(key, List.of()));
    } catch (UsageException
        | CommandException
        | AuthException
        | ApiException
        | TransportException e) {
      failure = WorkspaceFailure.of(e);
    }
    int code = failure.code();
    exitCode = exitCode == ExitCode.OK || exitCode == code ? code : ExitCode.FAILURE;
    return WorkspaceReview.failed(
        workspace,
        keys.stream().map(key -> new KeyReview(key, null, null, List.of(), List.of())).toList(),
        failure.problem());
  }

  /** Asks at most once for each type. */
  private static Predicate<ApiKeyType> remembered(ManagementApi api) {
    Map<ApiKeyType, Boolean> known = new HashMap<>();
    return type -> known.computeIfAbsent(type, api::forbidsNewKeys);
  }

  private List<TargetReading> read(FleetKey key) throws InterruptedException {
    List<TargetReading> readings = new ArrayList<>();
    for (String name : key.targets()) {
      readings.add(read(name));
    }
    return readings;
  }

  private TargetReading read(String name) throws InterruptedException {
    try {
      Optional<Target> target = targets.readable(name);
      Optional<String> prefix =
          target.isPresent() ? target.get().currentPrefix() : Optional.empty();
      return prefix
          .map(found -> TargetReading.has(name, found))
          .orElseGet(() -> TargetReading.silent(name));
    } catch (RotationIOException e) {
      return TargetReading.failed(name, CommandWords.ADVICE.sentence(e));
    } catch (UsageException e) {
      return TargetReading.failed(name, String.valueOf(e.getMessage()));
    }
  }
}
