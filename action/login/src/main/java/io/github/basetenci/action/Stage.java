package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.http.TlsLibrary;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.output.LogLevel;

/**
 * What the main stage and the post stage work with.
 *
 * @param keys the keys that this process knows
 * @param masks hides these keys in the log of the job
 * @param log the log of the step
 * @param tls what speaks TLS
 */
record Stage(
    ContainerJob job,
    ActionsCore core,
    KnownKeys keys,
    KeyMasks masks,
    StepLog log,
    TlsLibrary tls) {

  /** Hides the keys that the job hands over, before anything else is done. */
  static Stage begin(ContainerJob job, TlsChoice tls) {
    ActionsCore core = job.toolkit();
    KnownKeys keys = new KnownKeys();
    KeyMasks masks = new KeyMasks(core, keys);
    masks.hideAll(job);
    StepLog log = new StepLog(core, keys, Inputs.logLevel(job));
    return new Stage(job, core, keys, masks, log, tls.with(text -> log.say(LogLevel.DEBUG, text)));
  }

  HostPaths paths() {
    return HostPaths.find(job, "BASETEN_ACTION_HOST_TEMP");
  }
}
