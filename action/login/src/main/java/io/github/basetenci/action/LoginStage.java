package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.JobAccount;
import io.github.basetenci.shim.job.JobLoginCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The main stage runs {@code job login}. It hides the keys first, and asks the server before it
 * writes anything. It saves what it is going to do before it does it, so that the post stage can
 * undo a main stage that was killed.
 */
record LoginStage(ContainerJob job, TlsChoice tls) {

  /** The exit code: 0, or 1 with an error in the log. */
  int run() {
    Stage stage = Stage.begin(job, tls);
    List<JobAccount> found = new ArrayList<>();
    try {
      login(stage, found);
      return 0;
    } catch (Exception e) {
      WorkflowException failure = Sentences.of(e, found);
      stage.log().error(failure.sentence(), failure.fix());
      return 1;
    }
  }

  private static void login(Stage stage, List<JobAccount> found) throws Exception {
    Inputs inputs = Inputs.read(stage.job());
    inputs.remotes().forEach(remote -> stage.masks().hide(remote.apiKey()));
    new MisplacedKeys(stage.keys()).refuse(inputs);
    ShimRun shim = new ShimRun(stage);
    Map<String, String> environment = shim.environment();
    // Inputs alone decide to which server calls go.
    environment.remove(Environment.MANAGEMENT_OVERRIDE);
    // The inputs have taken it, or a key goes before it.
    environment.remove(Environment.TRUST_RULE);
    String sandbox = inputs.name(Inputs.SANDBOX);
    if (sandbox != null) {
      environment.put(Environment.MANAGEMENT_OVERRIDE, sandbox);
    }
    JobLoginCommand command =
        new JobLoginCommand(session -> new LoginEdge(stage, session, inputs, found));
    for (Exception failure : shim.job(environment, command, inputs.line())) {
      throw failure;
    }
  }
}
