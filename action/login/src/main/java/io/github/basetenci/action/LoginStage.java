package io.github.basetenci.action;

import io.github.basetenci.action.Inputs.Export;
import io.github.basetenci.action.SavedLogin.Saved;
import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.job.JobVariables;
import io.github.basetenci.shim.output.KnownKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The main stage. It hides the keys before it does anything else, asks the server before it writes
 * anything, and saves what it is about to do before it does it, so that post can undo a main that
 * was killed.
 */
final class LoginStage {
  private final Job job;
  private final ActionsCore core;
  private final KnownKeys keys = new KnownKeys();
  private final StepLog log;

  LoginStage(Job job) {
    this.job = job;
    this.core = Toolkit.of(job);
    this.log = new StepLog(core, keys, Inputs.logLevel(job));
  }

  /** The exit code: 0, or 1 with an error in the log. */
  int run() {
    KeyMasks masks = new KeyMasks(core, keys);
    masks.hideAll(job);
    try {
      login(masks);
      return 0;
    } catch (Exception e) {
      ActionException failure = Sentences.of(e);
      log.error(failure.sentence(), failure.fix());
      return 1;
    }
  }

  private void login(KeyMasks masks) throws Exception {
    Inputs inputs = Inputs.read(job);
    new MisplacedKeys(keys).refuse(inputs);
    Environment environment = environment(inputs);
    Accounts.Found found = new Accounts(job, environment, masks, log).find(inputs);
    if (inputs.export() == Export.ENV && found.size() > 1) {
      throw new ActionException(
          "export: env goes with one login, for a variable holds one key; use export: both", null);
    }
    checkFile("GITHUB_STATE", "post could not log out");
    if (inputs.export() != Export.NONE) {
      checkFile("GITHUB_ENV", "no later step would see the login (export: none needs none)");
    }
    write(inputs, environment, keys(inputs, environment, found, masks));
  }

  /** The accounts whose keys go out, verified where that is wanted, the minted one first. */
  private List<Account> keys(
      Inputs inputs, Environment environment, Accounts.Found found, KeyMasks masks)
      throws Exception {
    Account minter = found.minter();
    List<Account> ready = found.ready();
    if (minter != null) {
      note(minter);
    }
    ready.forEach(this::note);
    if (minter == null && !inputs.verify()) {
      return ready;
    }
    Network network = Network.open(job, log, inputs, environment);
    Verification verification = new Verification(network.clients(), inputs, log);
    if (inputs.verify()) {
      log.debug("Asking the server about the keys.");
      minter = minter == null ? null : verification.minter(minter);
      ready = verification.of(ready);
    }
    EphemeralInputs wanted = inputs.ephemeral();
    if (minter == null || wanted == null) {
      return ready;
    }
    Account minted = new EphemeralLogin(job, core, network, masks, log).mint(minter, wanted);
    List<Account> accounts = new ArrayList<>();
    accounts.add(inputs.verify() ? verification.minted(minted, network.patience()) : minted);
    accounts.addAll(ready);
    return accounts;
  }

  private void note(Account account) {
    log.note("Key from " + account.source() + ", prefix " + account.plan().key() + ".");
  }

  private void write(Inputs inputs, Environment environment, List<Account> accounts)
      throws Exception {
    HostPaths paths = HostPaths.find(job);
    Place place = Place.of(job, paths);
    if (Place.isAct(job)) {
      log.warn(
          "act shares nothing but the workspace with later steps, so the login is written there:"
              + " commit nothing, and upload nothing of it");
    }
    LoginDirectory directory = LoginDirectory.named(job, place.home(), job.names().get());
    String onHost = place.onHost(directory.inContainer());
    List<LoginPlan> plans = accounts.stream().map(Account::plan).toList();
    PrivateLogin login =
        PrivateLogin.inDirectory(plans, Path.of(onHost), inputs.allowUnknownRemote());
    Map<String, String> variables = variables(inputs, environment, accounts, login);
    Map<String, String> kept = new LinkedHashMap<>();
    SavedLogin saved = saved(inputs, directory, paths, variables, kept);
    log.debug("Saving what is about to be written.");
    core.saveState(SavedLogin.STATE, saved.toJson());

    Map<String, byte[]> files = new TreeMap<>();
    if (inputs.export().writesFiles()) {
      files.putAll(login.files());
    }
    if (!kept.isEmpty()) {
      files.put(SavedLogin.KEPT, json(kept).getBytes(StandardCharsets.UTF_8));
    }
    if (!files.isEmpty()) {
      log.debug("Making the directory.");
      directory.create();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        log.debug("Writing " + file.getKey() + ".");
        directory.write(file.getKey(), file.getValue());
      }
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      log.debug("Exporting " + variable.getKey() + ".");
      core.exportVariable(variable.getKey(), variable.getValue());
    }
    outputs(accounts, inputs.export().writesFiles() ? onHost : null);
    say(inputs, accounts, onHost);
    if (inputs.doctor()) {
      new Doctor(job, core, paths, log).examine(directory, onHost, variables);
    }
  }

  /** The job's own, but where its calls go is for the inputs to say. */
  private Environment environment(Inputs inputs) {
    Map<String, String> variables = new LinkedHashMap<>(job.environment());
    variables.remove(Environment.MANAGEMENT_OVERRIDE);
    String sandbox = inputs.sandboxUrl();
    if (sandbox != null) {
      variables.put(Environment.MANAGEMENT_OVERRIDE, sandbox);
    }
    return new Environment(variables);
  }

  private void checkFile(String variable, String otherwise) throws ActionException {
    String path = job.variable(variable);
    if (path.isEmpty() || !Files.exists(job.path(path))) {
      throw new ActionException(
          variable
              + (path.isEmpty() ? " is not set" : " names a file that is not there")
              + ", so that "
              + otherwise
              + "; run this as a step of a workflow, on a runner whose work directory has the same"
              + " path in its container as on the host");
    }
  }

  private Map<String, String> variables(
      Inputs inputs, Environment environment, List<Account> accounts, PrivateLogin login) {
    for (Account account : accounts) {
      if (!inputs.allowUnknownRemote() && !account.plan().url().isKnown()) {
        log.warn(
            account.plan().url()
                + " is none of the remotes that truss knows, and truss would send the key to"
                + " https://api.baseten.co, so truss is not logged in to it; set"
                + " allow-unknown-remote: true to change that");
      }
    }
    LoginPlan first = accounts.get(0).plan();
    return switch (inputs.export()) {
      case NONE -> Map.of();
      case FILES -> JobVariables.of(login, first, false, environment);
      case BOTH -> JobVariables.of(login, first, true, environment);
      case ENV -> {
        Map<String, String> variables =
            JobVariables.of(PrivateLogin.inVariables(first), first, true, environment);
        if (!inputs.allowUnknownRemote() && !first.url().isKnown()) {
          // Without the pair truss does not use the key.
          variables.remove(Environment.TRUSS_API_KEY);
          variables.remove(Environment.TRUSS_REMOTE_URL);
        }
        yield variables;
      }
    };
  }

  /**
   * @param kept gets the earlier values that are keys
   */
  private SavedLogin saved(
      Inputs inputs,
      LoginDirectory directory,
      HostPaths paths,
      Map<String, String> variables,
      Map<String, String> kept) {
    Map<String, Saved> saved = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          String now = job.environment().get(name);
          String before = now == null || now.isEmpty() ? null : paths.valueOnHost(now);
          boolean secret = before != null && JobVariables.isSecret(name);
          if (before != null && secret) {
            kept.put(name, before);
          }
          saved.put(
              name,
              new Saved(
                  SavedLogin.digest(directory.inContainer(), value),
                  secret ? null : before,
                  secret));
        });
    return new SavedLogin(directory.inContainer(), inputs.logout(), saved);
  }

  private void outputs(List<Account> accounts, @Nullable String directory) {
    log.debug("Setting the outputs.");
    Account first = accounts.get(0);
    String trussrc = directory == null ? "" : directory + "/trussrc";
    String config = directory == null ? "" : directory;
    core.setOutput("source", first.source());
    core.setOutput("key-prefix", first.plan().key().prefix());
    core.setOutput("key-type", first.typeName());
    core.setOutput("workspace", keys.mask(first.workspace()));
    core.setOutput("trussrc-path", trussrc);
    core.setOutput("config-dir", config);
    List<JsonValue> logins = new ArrayList<>();
    accounts.forEach(account -> logins.add(account.toJson()));
    core.setOutput(
        "result-json",
        keys.mask(
            Json.compact(
                JsonObject.EMPTY
                    .with("logins", new JsonArray(logins))
                    .with("trussrc_path", trussrc)
                    .with("config_dir", config))));
  }

  private void say(Inputs inputs, List<Account> accounts, String onHost) {
    for (Account account : accounts) {
      String of = account.workspace().isEmpty() ? "" : " (" + account.workspace() + ")";
      log.note(
          "Logged in with key "
              + account.plan().key()
              + of
              + " as profile "
              + account.plan().profile()
              + (account.verified() ? "" : ", not verified"));
    }
    if (inputs.ephemeral() != null
        && !ApiKeyType.WORKSPACE_MANAGE_ALL.equals(accounts.get(0).type())) {
      log.note(
          "A key of type "
              + accounts.get(0).typeName()
              + " may neither push nor tell who it is (ephemeral-type).");
    }
    if (inputs.export() == Export.NONE) {
      log.note("No later step sees the login by itself: use the outputs trussrc-path, config-dir.");
    } else if (inputs.export() == Export.FILES) {
      log.info("The login is in " + onHost + ".");
    } else {
      log.note("Every later step of the job sees the key in BASETEN_API_KEY (export).");
    }
  }

  private static String json(Map<String, String> texts) {
    JsonObject object = JsonObject.EMPTY;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      object = object.with(text.getKey(), text.getValue());
    }
    return Json.compact(object);
  }
}
