package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.job.EphemeralRecord;
import io.github.basetenci.shim.job.JobLogoutCommand;
import io.github.basetenci.shim.job.JobLogoutEdge;
import io.github.basetenci.shim.job.JobVariables;
import io.github.basetenci.shim.job.SavedVariables;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The post stage: it runs {@code job logout}. Post stages run in the reverse order of their mains,
 * so that logins inside one another unwind. A failure is a warning, unless the workflow wants it
 * strict.
 */
final class LogoutStage {
  private final Job job;
  private final ActionsCore core;
  private final KnownKeys keys = new KnownKeys();
  private final KeyMasks masks;
  private final StepLog log;
  private final ShimRun shim;
  private final List<ActionException> failures = new ArrayList<>();

  LogoutStage(Job job) {
    this.job = job;
    this.core = job.toolkit();
    this.masks = new KeyMasks(core, keys);
    this.log = new StepLog(core, keys, Inputs.logLevel(job));
    this.shim = new ShimRun(job, masks, log);
  }

  /** The exit code: 0, or 1 when something is left and {@code strict-logout} is true. */
  int run() {
    // A post stage has its own log stream: masks hold, but what this process prints is its own.
    masks.hideAll(job);
    boolean strict = false;
    int seconds = 60;
    try {
      strict = Inputs.strictLogout(job);
      seconds = Inputs.timeout(job);
    } catch (ActionException e) {
      failures.add(e);
    }
    List<String> line = List.of("job", "logout", "--timeout=" + seconds);
    JobLogoutCommand command = new JobLogoutCommand(Edge::new);
    shim.job(Authorities.withoutForeign(job, log), command, line)
        .forEach(failure -> failures.add(Sentences.of(failure, List.of())));
    for (ActionException failure : failures) {
      if (strict) {
        log.error(failure.sentence(), failure.fix());
      } else {
        log.say(LogLevel.WARNING, failure.sentence());
      }
    }
    return strict && !failures.isEmpty() ? 1 : 0;
  }

  private final class Edge implements JobLogoutEdge {
    private final Session session;
    private final HostPaths paths = HostPaths.find(job);
    private Optional<LoginDirectory> directory = Optional.empty();

    Edge(Session session) {
      this.session = session;
    }

    @Override
    public Optional<SavedVariables> saved() throws ActionException {
      String state = core.getState(SavedLogin.STATE);
      if (state.isEmpty()) {
        session.output().note("Nothing to log out of: no login of this step was written.");
        return Optional.empty();
      }
      SavedLogin login = SavedLogin.parse(state);
      directory = LoginDirectory.saved(job, login.saved().directory());
      if (directory.isEmpty()) {
        throw new ActionException("the state of this step names no login's directory");
      }
      if (!login.logout()) {
        session.output().note("The login stays, as logout: false says.");
        return Optional.empty();
      }
      Map<String, String> kept = kept(directory.get());
      kept.values().forEach(keys::addText);
      return Optional.of(login.saved().withKeys(name -> kept.getOrDefault(name, "")));
    }

    /** Without the file, what the variables held before is as good as not set. */
    private Map<String, String> kept(LoginDirectory of) {
      try {
        return SavedLogin.kept(of.read(SavedLogin.KEPT).orElse("{}"));
      } catch (ActionException e) {
        failures.add(e);
        return Map.of();
      }
    }

    @Override
    public String now(String variable) {
      return paths.valueOnHost(job.variable(variable));
    }

    @Override
    public void handBack(Map<String, String> variables) {
      variables.forEach(
          (name, before) -> {
            session.output().debug("Putting back " + name + ".");
            core.exportVariable(name, before.isEmpty() ? JobVariables.unset(name) : before);
          });
    }

    @Override
    public void delete() throws ActionException {
      if (directory.isPresent()) {
        directory.get().delete();
      }
    }

    @Override
    public Optional<EphemeralRecord> minted() throws ActionException {
      String state = core.getState(SavedLogin.MINTED);
      Optional<EphemeralRecord> minted = EphemeralRecord.parse(state);
      if (minted.isEmpty() && !state.isEmpty()) {
        throw new ActionException(
            "the state of this step does not name the ephemeral key that its main stage minted, so"
                + " it was not deleted");
      }
      return minted;
    }

    @Override
    public ApiKey mintingKey() throws ActionException {
      shim.trust(Authorities.ofInput(job, Inputs.read(job)));
      try {
        return ApiKey.of(Inputs.mintingKey(job));
      } catch (InvalidKeyException e) {
        throw new ActionException(
            "minting-api-key " + e.getMessage() + " in the post stage", null, e);
      }
    }

    @Override
    public void report() {
      if (failures.isEmpty()) {
        session
            .output()
            .note(
                "Logged out: the files of the login are deleted, and its variables are put back.");
      }
    }
  }
}
