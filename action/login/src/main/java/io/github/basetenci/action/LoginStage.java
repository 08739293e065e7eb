package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.job.JobAccount;
import io.github.basetenci.shim.job.JobLoginCommand;
import io.github.basetenci.shim.output.KnownKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The main stage: it runs {@code job login}. It hides the keys before it does anything else, asks
 * the server before it writes anything, and saves what it is about to do before it does it, so that
 * post can undo a main that was killed.
 */
final class LoginStage {
  private final Job job;
  private final ActionsCore core;
  private final KnownKeys keys = new KnownKeys();
  private final KeyMasks masks;
  private final StepLog log;

  LoginStage(Job job) {
    this.job = job;
    this.core = job.toolkit();
    this.masks = new KeyMasks(core, keys);
    this.log = new StepLog(core, keys, Inputs.logLevel(job));
  }

  /** The exit code: 0, or 1 with an error in the log. */
  int run() {
    masks.hideAll(job);
    List<JobAccount> found = new ArrayList<>();
    try {
      login(found);
      return 0;
    } catch (Exception e) {
      ActionException failure = Sentences.of(e, found);
      log.error(failure.sentence(), failure.fix());
      return 1;
    }
  }

  private void login(List<JobAccount> found) throws Exception {
    Inputs inputs = Inputs.read(job);
    inputs.remotes().forEach(remote -> masks.hide(remote.apiKey()));
    new MisplacedKeys(keys).refuse(inputs);
    ShimRun shim = new ShimRun(job, masks, log);
    Map<String, String> environment = Authorities.withoutForeign(job, log);
    if (inputs.asksServer()) {
      shim.trust(Authorities.ofInput(job, inputs));
    }
    // Where calls go is for the inputs to say.
    environment.remove(Environment.MANAGEMENT_OVERRIDE);
    String sandbox = inputs.sandboxUrl();
    if (sandbox != null) {
      environment.put(Environment.MANAGEMENT_OVERRIDE, sandbox);
    }
    JobLoginCommand command =
        new JobLoginCommand(session -> new LoginEdge(job, core, masks, session, inputs, found));
    for (Exception failure : shim.job(environment, command, inputs.line())) {
      throw failure;
    }
  }
}
