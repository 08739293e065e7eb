package io.github.basetenci.action;

import io.github.basetenci.action.SavedLogin.Saved;
import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.ToolkitException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.job.JobVariables;
import io.github.basetenci.shim.output.KnownKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The post stage: puts back the variables that are still main's, and deletes the directory. Post
 * stages run in the reverse order of their mains, so that logins inside one another unwind. A
 * failure is a warning, unless the workflow wants it strict.
 */
final class LogoutStage {
  private final Job job;
  private final ActionsCore core;
  private final KnownKeys keys = new KnownKeys();
  private final StepLog log;
  private final List<ActionException> failures = new ArrayList<>();
  private boolean strict;

  LogoutStage(Job job) {
    this.job = job;
    this.core = Toolkit.of(job);
    this.log = new StepLog(core, keys, Inputs.logLevel(job));
  }

  /** The exit code: 0, or 1 when something is left and {@code strict-logout} is true. */
  int run() {
    // A post stage has its own log stream: masks hold, but what this process prints is its own.
    new KeyMasks(core, keys).hideAll(job);
    attempt(() -> strict = Inputs.strictLogout(job));
    attempt(this::logout);
    EphemeralLogout ephemeral = new EphemeralLogout(job, core, log);
    if (ephemeral.isNeeded()) {
      attempt(ephemeral::delete);
    }
    for (ActionException failure : failures) {
      if (strict) {
        log.error(failure.sentence(), failure.fix());
      } else {
        log.warn(failure.sentence());
      }
    }
    return strict && !failures.isEmpty() ? 1 : 0;
  }

  /** What fails does not keep the rest from being undone. */
  private void attempt(Part part) {
    try {
      part.run();
    } catch (ActionException e) {
      failures.add(e);
    } catch (RuntimeException e) {
      failures.add(Sentences.of(e));
    }
  }

  private interface Part {
    void run() throws ActionException;
  }

  private void logout() throws ActionException {
    String state = core.getState(SavedLogin.STATE);
    if (state.isEmpty()) {
      log.note("Nothing to log out of: no login of this step was written.");
      return;
    }
    SavedLogin saved = SavedLogin.parse(state);
    LoginDirectory directory =
        LoginDirectory.saved(job, saved.directory())
            .orElseThrow(
                () -> new ActionException("the state of this step names no login's directory"));
    if (!saved.logout()) {
      log.note("The login stays, as logout: false says.");
      return;
    }
    restore(saved, directory);
    directory.delete();
    if (failures.isEmpty()) {
      log.note("Logged out: the files of the login are deleted, and its variables are put back.");
    }
  }

  private void restore(SavedLogin saved, LoginDirectory directory) {
    HostPaths paths = HostPaths.find(job);
    JsonObject kept = kept(directory);
    for (Map.Entry<String, Saved> variable : saved.variables().entrySet()) {
      String name = variable.getKey();
      String now = paths.valueOnHost(job.variable(name));
      if (!SavedLogin.digest(saved.directory(), now).equals(variable.getValue().digest())) {
        log.info(name + " is no longer what this login set, so it stays as it is.");
        continue;
      }
      String before = variable.getValue().kept() ? kept.string(name) : variable.getValue().before();
      try {
        log.debug("Putting back " + name + ".");
        core.exportVariable(name, before == null ? JobVariables.unset(name) : before);
      } catch (ToolkitException e) {
        failures.add(Sentences.of(e));
        return;
      }
    }
  }

  /** Earlier values that are keys; without the file they are as good as not set. */
  private JsonObject kept(LoginDirectory directory) {
    try {
      String text = directory.read(SavedLogin.KEPT).orElse("{}");
      if (Json.parse(text) instanceof JsonObject object) {
        object.members().keySet().forEach(name -> hide(object.string(name)));
        return object;
      }
    } catch (ActionException e) {
      failures.add(e);
    } catch (JsonParseException e) {
      failures.add(
          new ActionException(
              "the variables of an outer login were not put back: " + e.getMessage()));
    }
    return JsonObject.EMPTY;
  }

  private void hide(@org.jspecify.annotations.Nullable String key) {
    keys.addText(key == null ? "" : key);
  }
}
