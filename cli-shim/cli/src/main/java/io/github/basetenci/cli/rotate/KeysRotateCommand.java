package io.github.basetenci.cli.rotate;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.DrainTerms;
import io.github.basetenci.rotation.DrainTimes;
import io.github.basetenci.rotation.FileJournal;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.ListedLastUses;
import io.github.basetenci.rotation.NewKeyFile;
import io.github.basetenci.rotation.Overlap;
import io.github.basetenci.rotation.Quiet;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.github.basetenci.shim.auth.KeyOptions;
import io.github.basetenci.shim.auth.MintingOptions;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys rotate}. */
@Command(
    name = "rotate",
    description = {
      "Replace a key by a new one in every target, and revoke it when nobody needs it any more.",
      "Without --overlap 0 it ends before that, and says how to finish."
    })
public final class KeysRotateCommand extends BaseCommand {
  private static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin MintingOptions mintingKey = new MintingOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description =
          "The prefix of the key to replace. Default: that of the login, or of the only unfinished"
              + " rotation.")
  @Nullable String prefix;

  @Option(
      names = {"-t", "--target"},
      paramLabel = "TARGET",
      description =
          "What to write the new key to: trussrc:REMOTE, profile:NAME, file:PATH, command:SHELL"
              + " COMMAND, which is given the key on standard input, github:OWNER/REPOSITORY/NAME,"
              + " or jenkins:URL of a credential. May be repeated.")
  List<String> targets = new ArrayList<>();

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      converter = OverlapConverter.class,
      description =
          "How long the old key lives on for jobs that run, such as 90s, 30m, 24h or 7d."
              + " Default: 24h.")
  @Nullable Duration overlap;

  @Option(
      names = "--quiet-for",
      paramLabel = "TIME",
      converter = OverlapConverter.class,
      description =
          "Revoke the old key only after also nobody has used it for this long, as far as the"
              + " server knows. Default: 0, its last use does not matter.")
  @Nullable Duration quietFor;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = OverlapConverter.class,
      description =
          "With --quiet-for: revoke the old key this long after the last target was written, even"
              + " if it is still in use. Default: never.")
  @Nullable Duration deadline;

  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description =
          "The file, of mode 0600, that keeps the new key until the end. Default: one beside the"
              + " journal.")
  @Nullable String newKeyFile;

  @Option(
      names = "--holder",
      hidden = true,
      paramLabel = "FILE",
      description = "The name of --new-key-file in version 0.1.0.")
  void setHolder(String file) {
    newKeyFile = file;
  }

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description =
          "The directory of the journals of rotations. Default:"
              + " ~/.local/state/baseten-ci/rotations.")
  @Nullable String journal;

  @Option(
      names = "--parallel",
      paramLabel = "NUMBER",
      description = "How many targets are written at the same time. Default: 8.")
  int parallel = 8;

  @Option(names = "--dry-run", description = "Check everything, show the plan, change nothing.")
  boolean dryRun;

  @Option(names = "--resume", description = "Go on with a rotation that waits or was stopped.")
  boolean resume;

  @Option(
      names = "--abort",
      description =
          "Go back to the old key. A key flag must give the old key if a target may have the new"
              + " one.")
  boolean abort;

  @Option(
      names = "--drop-target",
      paramLabel = "TARGET",
      description =
          "With --resume or --abort: a target of the rotation that is gone for good. It is not"
              + " written any more, and loses the key that is revoked. May be repeated.")
  List<String> droppedTargets = new ArrayList<>();

  @Option(names = "--status", description = "Show the rotations that were begun on this machine.")
  boolean status;

  @Option(
      names = "--unclaimed-key",
      paramLabel = "PREFIX",
      description =
          "With --resume or --abort: a key with the name of the new one that no other rotation made"
              + " and nobody holds; it is deleted.")
  @Nullable String unclaimedKey;

  @Option(
      names = "--orphan",
      hidden = true,
      paramLabel = "PREFIX",
      description = "The name of --unclaimed-key in version 0.1.0.")
  void setOrphan(String prefix) {
    unclaimedKey = prefix;
  }

  @Option(
      names = "--not-environment-scoped",
      description =
          "State that a WORKSPACE_INVOKE key is not limited to environments. The new key is not.")
  boolean notEnvironmentScoped;

  @Option(
      names = "--leave-behind",
      paramLabel = "NAME",
      description =
          "A login of this machine that holds the key, is no target, and may stop working, by the"
              + " name that the refusal prints. May be repeated.")
  List<String> leaveBehind = new ArrayList<>();

  @Option(names = "--profile", paramLabel = "NAME", description = "Rotate the key of this profile.")
  @Nullable String profile;

  @Option(names = "--remote", paramLabel = "NAME", description = "Rotate the key of this remote.")
  @Nullable String remote;

  @Option(
      names = "--remote-url",
      paramLabel = "URL",
      description = "Where the keys belong; goes with a key flag.")
  @Nullable String remoteUrl;

  @Override
  protected int run(Session session) throws Exception {
    checkFlags();
    JournalDirectory directory = JournalDirectory.of(session, journal);
    if (status) {
      List<RotationRecord> all = directory.all();
      Instant now = session.host().clock().instant();
      session.output().result(RotateReport.json(all), RotateReport.text(all, now));
      return ExitCode.OK;
    }
    Optional<RotationRecord> begun = resume || abort ? begun(directory) : Optional.empty();
    DrainTimes times = times(begun);
    if (mayBeOver() && report(session, directory, begun)) {
      return ExitCode.OK;
    }
    boolean needsLogin = prefix == null && begun.isEmpty();
    RotationKeys used =
        RotationKeys.read(
            session,
            keys,
            mintingKey,
            new LoginPlans.Destination(remote, profile, remoteUrl, null),
            needsLogin);
    String old = begun.map(record -> record.plan().oldPrefix()).orElseGet(() -> oldPrefix(used));
    Optional<RotationRecord> past = directory.madeBy(old);
    if (mayBeOver() && begun.isEmpty() && prefix == null && past.isPresent()) {
      // The login already has the new key, so to continue with the login's key would be another
      // rotation.
      report(session, directory, past);
      return ExitCode.OK;
    }
    FileJournal journalOfKey = directory.journal(old);
    if (dryRun) {
      Rotation rotation = rotation(session, used, directory, journalOfKey, begun, times, old);
      Rotation.Preview preview = rotation.preview(request(old, times));
      session.output().result(RotateReport.json(preview), RotateReport.text(preview));
      return ExitCode.OK;
    }
    try (FileJournal.Lock lock = journalOfKey.lock()) {
      Rotation rotation = rotation(session, used, directory, journalOfKey, begun, times, old);
      if (begun.isPresent()) {
        rotation.drop(dropped(session, begun.get()));
      }
      RotationRecord record =
          abort
              ? rotation.abort(used.current(), unclaimedKey)
              : !resume
                  ? rotation.start(request(old, times))
                  : begun.isPresent()
                      ? rotation.resume(unclaimedKey)
                      : rotation.resume(request(old, times), unclaimedKey);
      Drain.Verdict verdict = rotation.drain(record);
      session.output().result(RotateReport.json(record), RotateReport.text(record, verdict));
    }
    return ExitCode.OK;
  }

  /**
   * Whether the run only finishes a rotation. Such a run succeeds even if nothing is left to
   * finish.
   */
  private boolean mayBeOver() {
    return (resume || abort) && unclaimedKey == null;
  }

  /**
   * Reports that there is nothing to do, if that is the case.
   *
   * @param meant the rotation that is meant, if this machine knows one
   */
  private boolean report(
      Session session, JournalDirectory directory, Optional<RotationRecord> meant)
      throws Exception {
    if (meant.isPresent() && meant.get().state().isFinal()) {
      session.output().result(RotateReport.json(meant.get()), RotateReport.over(meant.get()));
      return true;
    }
    // With targets, a rotation whose journal is lost can be resumed.
    if (meant.isEmpty() && (abort || targets.isEmpty())) {
      session.output().result(RotateReport.nothing(), RotateReport.nothing(directory.path()));
      return true;
    }
    return false;
  }

  private void checkFlags() throws UsageException {
    new Alternatives()
        .flag("--dry-run", dryRun)
        .flag("--resume", resume)
        .flag("--abort", abort)
        .flag("--status", status)
        .check();
    if (unclaimedKey != null && !resume && !abort) {
      throw new UsageException("--unclaimed-key goes with --resume or --abort");
    }
    if (!droppedTargets.isEmpty() && !resume && !abort) {
      throw new UsageException("--drop-target goes with --resume or --abort");
    }
    if (prefix != null && prefix.indexOf('.') >= 0) {
      // The text is not quoted, because it may be a whole key.
      throw new UsageException("PREFIX is the part of the key before its first dot, not the key");
    }
    if (parallel < 1) {
      throw new UsageException("--parallel must be 1 or more");
    }
  }

  /** The unfinished rotation that is meant, if there is one on this machine. */
  private Optional<RotationRecord> begun(JournalDirectory directory) throws Exception {
    if (prefix != null) {
      return directory.journal(prefix).load();
    }
    List<RotationRecord> unfinished = directory.unfinished();
    if (unfinished.size() > 1) {
      throw new UsageException(
          "several rotations are unfinished; give the prefix of the old key of one: "
              + String.join(
                  ", ", unfinished.stream().map(record -> record.plan().oldPrefix()).toList()));
    }
    return unfinished.stream().findFirst();
  }

  private String oldPrefix(RotationKeys used) {
    ApiKey current = used.current();
    return prefix != null ? prefix : current == null ? "" : current.prefix();
  }

  private RotationRequest request(String old, DrainTimes times) {
    return new RotationRequest(old, notEnvironmentScoped, times);
  }

  /** The times of this run: those of the flags, else of the plan, else the defaults. */
  private DrainTimes times(Optional<RotationRecord> begun) throws UsageException {
    DrainTimes planned =
        begun.map(record -> record.plan().times()).orElseGet(() -> new DrainTimes(DEFAULT_OVERLAP));
    DrainTimes times =
        new DrainTimes(
            overlap == null ? planned.overlap() : overlap,
            quietFor == null ? planned.quietFor() : quietFor,
            deadline == null ? planned.deadline() : deadline);
    if (deadline != null && !times.waitsForQuiet()) {
      throw new UsageException(
          "--deadline goes with --quiet-for; without it nothing waits longer than --overlap");
    }
    Duration end = times.deadline();
    boolean given = deadline != null || overlap != null;
    if (given && times.waitsForQuiet() && end != null && end.compareTo(times.overlap()) < 0) {
      throw new UsageException(
          "--deadline ("
              + DrainTimes.exactly(end)
              + ") must not be shorter than --overlap ("
              + DrainTimes.exactly(times.overlap())
              + ")");
    }
    return times;
  }

  /** The targets that flags of this run or of an earlier one take away, by their names. */
  private Set<String> dropped(Session session, RotationRecord begun) throws UsageException {
    Set<String> names = new LinkedHashSet<>(begun.dropped());
    for (String spec : droppedTargets) {
      String name = new TargetKinds(session).nameOf(spec);
      if (!begun.targets().containsKey(name)) {
        throw new UsageException("--drop-target " + name + " is no target of this rotation");
      }
      names.add(name);
    }
    return names;
  }

  private Rotation rotation(
      Session session,
      RotationKeys used,
      JournalDirectory directory,
      FileJournal journalOfKey,
      Optional<RotationRecord> begun,
      DrainTimes times,
      String old)
      throws Exception {
    List<String> specs = new ArrayList<>(targets);
    if (targets.isEmpty() && begun.isPresent()) {
      specs.addAll(begun.get().plan().targets());
      specs.removeAll(dropped(session, begun.get()));
    }
    if (specs.isEmpty()) {
      throw new UsageException("no target is given; name each of them with --target");
    }
    HeldHere held = HeldHere.of(session, keys, mintingKey, used.ofPrefix(old), old);
    if (!abort) {
      held.warnOfVariables();
    }
    HttpTransport transport = session.transport();
    Deadline deadline = session.deadline();
    Sleeper sleeper = session.sleeper();
    ManagementClients clients = session.clients();
    URI base = clients.base(used.url());
    ManagementApi minting = clients.open(used.url(), used.minting());
    KeyServer server =
        KeyServer.at(
            base,
            key ->
                key.equals(used.minting())
                    ? minting
                    : new ManagementApi(transport, base, key, deadline, sleeper));
    NewKeyFile newKey =
        new NewKeyFile(
            newKeyPath(session, directory, begun, old), session.files(), session.output()::hide);
    return new Rotation(
        server,
        used.minting(),
        new RotationSettings(
            journalOfKey,
            newKey,
            new TargetKinds(session).make(specs),
            held.logins(leaveBehind),
            new DrainTerms(
                new Overlap(times.overlap(), session.host().clock()),
                Quiet.of(
                    times,
                    new ListedLastUses(
                        server,
                        used.minting(),
                        newKey,
                        session.host().clock(),
                        session.output()::note))),
            parallel,
            new RotationSettings.Surroundings(
                session.host().clock(), sleeper, session.output()::note)));
  }

  private Path newKeyPath(
      Session session, JournalDirectory directory, Optional<RotationRecord> begun, String old)
      throws UsageException {
    if (newKeyFile != null) {
      return TargetKinds.path(session, "--new-key-file", newKeyFile);
    }
    return begun
        .map(record -> Path.of(record.plan().newKeyStorage().substring("file:".length())))
        .orElseGet(() -> directory.newKeyFile(old));
  }
}
