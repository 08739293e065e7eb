package io.github.basetenci.shim.auth;

import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code auth login}. */
@Command(
    name = "login",
    description = {
      "Log in: check the key and write it to the files that truss and baseten read.",
      "With --browser a person logs in, on a laptop.",
      "With --trust-rule no key is needed: the identity of this job is exchanged for an access"
          + " token, which ends after an hour at most."
    })
public final class LoginCommand extends BaseCommand {
  private static final String DEFAULT_REMOTE = "baseten";

  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin IdentityOptions identity = new IdentityOptions();
  @Mixin StoreOption store = new StoreOption();

  @Option(
      names = "--remote",
      paramLabel = "NAME",
      description = "Section of the trussrc to write. Default: baseten.")
  @Nullable String remote;

  @Option(
      names = {"-p", "--profile"},
      paramLabel = "NAME",
      description = "Profile of auth.json to write. Default: the remote's name.")
  @Nullable String profile;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "Also write the hosts layout of baseten 0.1, under this name.")
  @Nullable String label;

  @Option(
      names = "--remote-url",
      paramLabel = "URL",
      description = "Where the key belongs. Default: https://app.baseten.co.")
  @Nullable String remoteUrl;

  @Option(
      names = "--team",
      paramLabel = "NAME",
      description = "Default team for pushes with truss.")
  @Nullable String team;

  @Option(names = "--no-switch", description = "Do not make the profile the current one.")
  boolean noSwitch;

  @Option(
      names = "--insecure-storage",
      description = "Keep secrets in the files, not in the system keyring.")
  boolean insecureStorage;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Check the key against the server before anything is stored. Default: yes.")
  boolean verify = true;

  @Option(
      names = "--expect-workspace",
      paramLabel = "NAME",
      description = "Store nothing unless the key belongs to this workspace.")
  @Nullable String expectWorkspace;

  @Option(
      names = {"-f", "--force"},
      description = "Replace an existing login without asking on a terminal.")
  boolean force;

  @Option(
      names = {"--browser", "--web"},
      description =
          "Log in by browser: open the address that is shown, and confirm the code. Once for each"
              + " file, because each tool renews tokens of its own.")
  boolean browser;

  @Override
  protected int run(Session session) throws Exception {
    String keyFlag = keys.flag();
    new Alternatives()
        .flag("--browser", browser)
        .flag(String.valueOf(keyFlag), keyFlag != null)
        .flag(IdentityOptions.TRUST_RULE, browser && identity.isGiven())
        .check();
    if (expectWorkspace != null && !verify) {
      throw new UsageException("--expect-workspace and --no-verify are mutually exclusive");
    }
    Optional<IdentityOptions.Asked> asked = identity.asked(session, keyFlag, !browser);
    String remoteName = remote == null || remote.isEmpty() ? DEFAULT_REMOTE : remote;
    String profileName = profile != null ? profile : label != null ? label : remoteName;
    Login.Request request =
        new Login.Request(
            new Login.StoredNames(remoteName, profileName, label),
            remoteUrl,
            team,
            store.stores,
            !noSwitch,
            new Login.Check(verify, expectWorkspace));
    if (asked.isPresent()) {
      return withIdentity(session, request, asked.get());
    }
    LoginDialog dialog = browser ? null : dialog(session);
    boolean byBrowser =
        browser || (dialog != null && keyFlag == null && label == null && dialog.byBrowser());
    if (dialog != null) {
      boolean named = remote != null || profile != null || label != null;
      request = dialog.complete(request, named, force);
    }
    if (byBrowser) {
      return byBrowser(session, request);
    }
    GivenKey given =
        session.givenKeys().require(dialog != null ? dialog.key() : keys.read(session));
    session.uses(given);
    Stores stores = stores(session);
    Login.Result result = session.login(stores).run(request, given);
    session.output().info("Key from " + given.sourceName() + ", prefix " + given.key() + ".");
    report(session, stores, given.sourceName(), result);
    return ExitCode.OK;
  }

  private int withIdentity(Session session, Login.Request request, IdentityOptions.Asked asked)
      throws Exception {
    if (label != null) {
      throw new UsageException(
          "--label goes with a key: baseten 0.1, which reads it, knows no access token");
    }
    Stores stores = stores(session);
    List<KeylessLogin> made = new ArrayList<>();
    Network network = session.network();
    Login.Result result =
        new Login(session.environment(), session.words().sources(), stores, network.clients())
            .run(
                request,
                url -> {
                  KeylessLogin keyless = new KeylessLogin(session, asked, url);
                  made.add(keyless);
                  return keyless
                      .begin(network, request.stores().contains(StoreKind.TRUSS))
                      .credential();
                });
    if (request.stores().contains(StoreKind.BASETEN)
        && session.environment().has(Environment.API_KEY)) {
      session
          .output()
          .warn(
              Environment.API_KEY
                  + " is set: baseten uses it, and not this login, until it is unset");
    }
    if (verify && request.stores().contains(StoreKind.TRUSS)) {
      KeylessLogin.checkTruss(session, result.plan().url(), result.plan().credential());
    }
    report(session, stores, made.get(0).source(), result);
    return ExitCode.OK;
  }

  /** The questions on a terminal, if neither a flag nor a variable gives the key. */
  private @Nullable LoginDialog dialog(Session session) throws Exception {
    Questions questions = session.questions();
    boolean given =
        keys.flag() == null ? session.givenKeys().find(null).isPresent() : !keys.isTyped(session);
    return questions == null || given ? null : new LoginDialog(session, questions);
  }

  private int byBrowser(Session session, Login.Request request) throws Exception {
    if (label != null) {
      throw new UsageException(
          "--label goes with a key: a login by browser is not written for baseten 0.1");
    }
    Stores stores = stores(session);
    WebLogin web = new WebLogin(session, request.stores().size());
    Login login =
        new Login(
            session.environment(), session.words().sources(), stores, web.network().clients());
    report(session, stores, WebLogin.SOURCE, web.run(login, request));
    return ExitCode.OK;
  }

  /** The stores to write: with the keyring, unless the caller wants the secret in the file. */
  private Stores stores(Session session) {
    return insecureStorage ? session.storesWithoutKeyring() : session.stores();
  }

  private static void report(Session session, Stores stores, String source, Login.Result result)
      throws Exception {
    LoginPlan plan = result.plan();
    result.warnings().forEach(session.output()::warn);
    result.notes().forEach(session.output()::note);
    for (StoreKind kind : result.written()) {
      String verb = result.replaced().contains(kind) ? "Replaced " : "Wrote ";
      session
          .output()
          .note(
              verb
                  + (kind == StoreKind.TRUSS
                      ? "remote '" + plan.remote()
                      : "profile '" + plan.profile())
                  + "' in "
                  + stores.path(kind)
                  + ".");
    }
    boolean hasProfile = result.written().contains(StoreKind.BASETEN);
    String where = hasProfile ? "as profile " + plan.profile() : "to remote " + plan.remote();
    session.output().result(json(source, result), text(result, where));
  }

  private static String text(Login.Result result, String where) {
    UserInfo user = result.user();
    LoginCredential credential = result.plan().credential();
    String email = user == null ? null : user.email();
    String workspace = user == null ? null : user.workspaceName();
    String who =
        email != null
            ? "as " + Neutralizer.line(email)
            : "with " + (credential instanceof LoginCredential.Key ? "key " : "an ") + credential;
    String of = workspace == null ? "" : " (" + Neutralizer.line(workspace) + ")";
    String unchecked = result.verified() ? "" : ", not verified";
    return "Logged in " + who + of + " " + where + unchecked + "\n";
  }

  private static JsonObject json(String source, Login.Result result) {
    LoginPlan plan = result.plan();
    UserInfo user = result.user();
    boolean hasProfile = result.written().contains(StoreKind.BASETEN);
    boolean hasRemote = result.written().contains(StoreKind.TRUSS);
    JsonObject json =
        JsonObject.EMPTY
            .with("profile", hasProfile ? plan.profile() : "")
            .with("user", hasProfile ? (plan.label() == null ? plan.profile() : plan.label()) : "")
            .with("user_id", user == null ? "" : user.userId())
            .with("email", orEmpty(user == null ? null : user.email()))
            .with("name", orEmpty(user == null ? null : user.name()))
            .with("workspace_name", orEmpty(user == null ? null : user.workspaceName()))
            .with("remote", hasRemote ? plan.remote() : "")
            .with("remote_url", plan.url().toString())
            .with("key_prefix", plan.credential().shown())
            .with("source", source)
            .with("verified", new JsonBoolean(result.verified() && user != null))
            .with("stores", tools(result.written()));
    if (plan.credential() instanceof LoginCredential.Session) {
      return json.with("auth_type", "oauth");
    }
    return plan.credential() instanceof LoginCredential.Token token
        ? json.with("expires_at", token.expires().truncatedTo(ChronoUnit.SECONDS).toString())
        : json;
  }

  private static JsonValue tools(Collection<StoreKind> stores) {
    return JsonValue.arrayOf(stores.stream().map(StoreKind::tool).toList());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
