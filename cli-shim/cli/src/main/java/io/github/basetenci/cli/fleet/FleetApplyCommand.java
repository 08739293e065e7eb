package io.github.basetenci.cli.fleet;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetFinding;
import io.github.basetenci.fleet.FleetFinding.Kind;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.EngineFiles;
import io.github.basetenci.managed.EngineSettings;
import io.github.basetenci.managed.EngineWords;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationEngine;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.managed.UseRecords;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.StoredLogins;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.SecretInput;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.RunLock;
import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet apply}. */
@Command(
    name = "apply",
    description =
        "Rotate every key that is due, and go on with rotations that wait or were stopped.")
public final class FleetApplyCommand extends BaseCommand {
  /** How long a request that runs may take until its end is waited for no longer. */
  private static final Duration LAST_REQUEST = Duration.ofSeconds(30);

  private static final int TARGETS_OF_ONE_KEY = 8;
  private static final String USER = "fleet apply";

  /** What keeps a key that is due from being rotated. */
  private static final Set<Kind> IN_THE_WAY =
      Set.of(
          Kind.EARLIER_KEYS,
          Kind.NAME_TAKEN,
          Kind.WRONG_TYPE,
          Kind.WRONG_TEAM,
          Kind.WRONG_MODELS,
          Kind.HAS_A_NAME,
          Kind.SCOPE_NOT_STATED,
          Kind.NEW_KEYS_FORBIDDEN);

  @Mixin FleetChoice choice = new FleetChoice();
  @Mixin StateOptions state = new StateOptions();

  @Option(
      names = "--parallel",
      paramLabel = "NUMBER",
      description = "How many keys are rotated at the same time. Default: 4.")
  int parallel = 4;

  @Option(
      names = "--unclaimed-key",
      paramLabel = "PREFIX",
      description =
          "A key with the name of a new one that no other rotation made and nobody holds; it is"
              + " deleted. May be repeated.")
  List<String> unclaimedKeys = new ArrayList<>();

  @Option(
      names = "--abort",
      paramLabel = "KEY",
      description =
          "Go back to the old key of this entry, such as acme/ci; nothing that is due begins in this"
              + " run. May be repeated.")
  Set<String> aborted = new LinkedHashSet<>();

  @Option(
      names = "--old-key-env",
      paramLabel = "NAME",
      description =
          "With --abort: the variable with the old key, which is needed if a target may have the new"
              + " one.")
  @Nullable String oldKey;

  @Override
  protected int run(Session session) throws Exception {
    if (parallel < 1) {
      throw new UsageException("--parallel must be 1 or more");
    }
    if (oldKey != null && aborted.size() != 1) {
      throw new UsageException("--old-key-env goes with one --abort");
    }
    Fleet fleet = choice.read(session);
    EngineFiles<String> files = state.files(session, choice.path(session));
    try (RunLock lock = files.lock()) {
      TargetKinds targets = choice.targets(session);
      FleetKeys keys = new FleetKeys(fleet, targets, logins(session), oldKey(session));
      ApplyEvents events = new ApplyEvents(session, keys);
      MintingAccess access = choice.access(session);
      FleetServers servers = new FleetServers(fleet, access);
      FleetDrains drains = new FleetDrains(session.host().clock(), servers);
      RotationEngine<String> engine =
          new RotationEngine<>(
              new EngineSettings<>(
                  files,
                  keys,
                  servers,
                  drains,
                  UseRecords.none(),
                  new ApplyWords(),
                  new EngineSettings.Surroundings<>(
                      session.host().clock(),
                      session.sleeper(),
                      threads(),
                      new EngineSettings.Bounds(parallel, TARGETS_OF_ONE_KEY),
                      events)));
      try {
        if (!engine.problem().isEmpty()) {
          throw new CommandException(engine.problem(), ExitCode.FAILURE);
        }
        FleetSurvey survey =
            new FleetSurvey(session, access, targets, state.begun(session, choice.path(session)));
        Instant asked = session.host().clock().instant();
        FleetReview review = survey.of(fleet);
        survey
            .listed()
            .forEach(
                (workspace, list) -> engine.listed(FleetKeys.workspace(workspace), asked, list));
        keys.found(fleet, review);
        drains.found(fleet, review);
        rename(fleet, keys, engine);
        return apply(session, fleet, review, engine, events, survey.exitCode());
      } finally {
        engine.close(LAST_REQUEST);
        events.end();
      }
    }
  }

  private int apply(
      Session session,
      Fleet fleet,
      FleetReview review,
      RotationEngine<String> engine,
      ApplyEvents events,
      int surveyed)
      throws Exception {
    events.expect(expected(fleet, review, engine));
    checkUnclaimed(review, engine);
    for (String id : aborted) {
      try {
        engine.abort(id, unclaimed(engine, id), USER);
      } catch (RefusedException e) {
        throw new CommandException(String.valueOf(e.getMessage()), ExitCode.FAILURE);
      }
    }
    for (String id : engine.unfinished()) {
      RotationStatus status = engine.status(id).orElse(null);
      String unclaimed = status == null ? null : status.unclaimedKey();
      // Somebody who runs the command again has mended something, and does not wait for a time.
      boolean failed = status != null && status.nextAttempt() != null;
      if (aborted.contains(id)) {
        continue;
      }
      if (failed || unclaimed != null && unclaimedKeys.contains(unclaimed)) {
        engine.resume(id, unclaimed, USER);
      }
    }
    Map<String, String> refused =
        aborted.isEmpty() ? begin(fleet, review, engine) : new LinkedHashMap<>();
    engine.settle();
    events.end();
    sayWhatFailed(session, review);
    ApplyReport report = new ApplyReport(engine, events, refused, aborted);
    session.output().result(report.json(), report.text(fleet.keys().size()));
    return surveyed != ExitCode.OK
        ? surveyed
        : report.hasStopped() ? ExitCode.FAILURE : ExitCode.OK;
  }

  /** Begins what is due. Returns why a rotation did not begin, by the id of the key. */
  private Map<String, String> begin(
      Fleet fleet, FleetReview review, RotationEngine<String> engine) {
    Map<String, String> refused = new LinkedHashMap<>();
    Map<String, List<String>> named = named(fleet, review);
    for (KeyReview key : review.keys()) {
      String id = fleet.id(key.key());
      if (!key.has(Kind.DUE) || engine.unfinished().contains(id)) {
        continue;
      }
      List<String> others = others(id, key, named);
      if (!others.isEmpty()) {
        refused.put(
            id,
            "is the key that "
                + String.join(", ", others)
                + " names too; write each key once, with all of its targets");
        continue;
      }
      List<FleetFinding> problems =
          key.findings().stream()
              .filter(each -> IN_THE_WAY.contains(each.kind()))
              .filter(each -> !isUnclaimed(each))
              .toList();
      if (!problems.isEmpty()) {
        refused.put(
            id, problems.stream().map(FindingSentence::of).collect(Collectors.joining("; ")));
        continue;
      }
      try {
        engine.begin(id, USER);
        Optional<String> taken =
            key.findings().stream()
                .filter(this::isUnclaimed)
                .map(finding -> finding.facts().get(2))
                .findFirst();
        if (taken.isPresent()) {
          engine.resume(id, taken.get(), USER);
        }
      } catch (RefusedException e) {
        refused.put(id, String.valueOf(e.getMessage()));
      }
    }
    return refused;
  }

  /** Whether the name of the new key is taken by a key that this run may delete. */
  private boolean isUnclaimed(FleetFinding finding) {
    return finding.kind() == Kind.NAME_TAKEN && unclaimedKeys.contains(finding.facts().get(2));
  }

  private @Nullable String unclaimed(RotationEngine<String> engine, String id) {
    return engine
        .status(id)
        .map(RotationStatus::unclaimedKey)
        .filter(unclaimedKeys::contains)
        .orElse(null);
  }

  /** A prefix that is wrong by a letter must not be passed over in silence. */
  private void checkUnclaimed(FleetReview review, RotationEngine<String> engine)
      throws CommandException {
    Set<String> known = new HashSet<>();
    for (String id : engine.unfinished()) {
      engine.status(id).map(RotationStatus::unclaimedKey).ifPresent(known::add);
    }
    review.keys().stream()
        .flatMap(key -> key.findings().stream())
        .filter(finding -> finding.kind() == Kind.NAME_TAKEN)
        .forEach(finding -> known.add(finding.facts().get(2)));
    for (String prefix : unclaimedKeys) {
      if (!known.contains(prefix)) {
        // What is given may be a whole key, so only its beginning is shown.
        throw new CommandException(
            "--unclaimed-key "
                + Neutralizer.line(prefix.split("\\.", 2)[0])
                + " is no key that is in the way of a rotation of the file; nothing was changed",
            ExitCode.FAILURE);
      }
    }
  }

  /**
   * Gives rotations of an earlier run the ids that their keys have now. Where several keys of the
   * file may be meant, the one that the server lists decides.
   */
  private static void rename(Fleet fleet, FleetKeys keys, RotationEngine<String> engine) {
    Map<String, String> now = new HashMap<>();
    for (String id : engine.known()) {
      List<FleetKey> former = fleet.formerly(id);
      List<String> alive = engine.status(id).map(RotationStatus::alive).orElse(List.of());
      former.stream()
          .map(fleet::id)
          .filter(
              each -> former.size() == 1 || keys.prefix(each).filter(alive::contains).isPresent())
          .findFirst()
          .filter(each -> !alive.isEmpty() || !engine.known().contains(each))
          .ifPresent(each -> now.put(id, each));
    }
    engine.moved(id -> now.getOrDefault(id, id));
  }

  private @Nullable ApiKey oldKey(Session session) throws UsageException, AuthException {
    if (oldKey == null) {
      return null;
    }
    GivenKey given =
        session
            .givenKeys()
            .require(
                new ExplicitKey(
                    "--old-key-env",
                    SecretInput.variable(session, "--old-key-env", oldKey, "key")));
    session.output().hide(given.key());
    return given.key();
  }

  /**
   * The entries of the file by the key that they name. Two workspaces can be the same one, and an
   * entry need not say its team, so only the server's answer shows that two entries name one key.
   */
  private static Map<String, List<String>> named(Fleet fleet, FleetReview review) {
    return review.keys().stream()
        .filter(key -> key.current() != null)
        .collect(
            Collectors.groupingBy(
                key -> prefix(key),
                Collectors.mapping(key -> fleet.id(key.key()), Collectors.toList())));
  }

  /** The other entries that name the key. A rotation of one would not write their targets. */
  private static List<String> others(String id, KeyReview key, Map<String, List<String>> named) {
    return named.getOrDefault(prefix(key), List.of()).stream()
        .filter(other -> !other.equals(id))
        .map(Neutralizer::line)
        .toList();
  }

  private static String prefix(KeyReview key) {
    return key.current() == null ? "" : key.current().prefix();
  }

  /** How many targets this run may write. */
  private static int expected(Fleet fleet, FleetReview review, RotationEngine<String> engine) {
    return review.keys().stream()
        .filter(key -> key.has(Kind.DUE) || engine.unfinished().contains(fleet.id(key.key())))
        .mapToInt(key -> key.key().targets().size())
        .sum();
  }

  private static void sayWhatFailed(Session session, FleetReview review) {
    for (ReviewView.FindingRow row : new ReviewView(review).findings()) {
      if (row.level() == FleetFinding.Level.PROBLEM) {
        session.output().warn(row.about() + " " + row.sentence());
      }
    }
  }

  private LocalLogins logins(Session session) {
    List<Path> files = new ArrayList<>();
    session
        .environment()
        .get(Environment.API_KEY_FILE)
        .ifPresent(name -> files.add(session.host().workingDirectory().resolve(name)));
    return new LocalLogins(
        new StoredLogins(
            session.stores(),
            session.keyFile(),
            files,
            (store, problem) ->
                session
                    .output()
                    .warn(
                        CommandWords.ADVICE.sentence(problem)
                            + "; it was not searched for old keys")),
        null,
        Set.of());
  }

  private ExecutorService threads() {
    return Executors.newFixedThreadPool(
        parallel,
        work -> {
          Thread thread = new Thread(work, "rotation of a fleet");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static final class ApplyWords implements EngineWords {
    @Override
    public Advice advice() {
      return CommandWords.ADVICE;
    }

    @Override
    public String automaticUser() {
      return USER;
    }
  }
}
