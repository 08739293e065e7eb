package io.github.basetenci.shim.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.KeyCheck;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags of one or several logins that are written to separate files, not to the user's files.
 */
public final class PrivateLoginOptions {
  /** An access token that is handed on lives this long at least, so that truss takes it. */
  private static final Duration ENOUGH_FOR_A_COMMAND = Duration.ofMinutes(5);

  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin IdentityOptions identity = new IdentityOptions();

  @Option(
      names = "--remote",
      paramLabel = "NAME",
      description =
          "With a key flag or --trust-rule: the remote to write. Default: baseten. Without: the"
              + " stored remote to use.")
  @Nullable String remote;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "With a key flag or --trust-rule: the profile to write. Without: the stored profile to"
              + " use.")
  @Nullable String profile;

  @Option(
      names = "--remote-url",
      paramLabel = "URL",
      description =
          "Where the key or the trust rule belongs; goes with a key flag or --trust-rule.")
  @Nullable String remoteUrl;

  @Option(names = "--team", paramLabel = "NAME", description = "Default team for pushes.")
  @Nullable String team;

  @Option(
      names = "--remotes",
      paramLabel = "LOGIN",
      converter = FurtherLogin.Converter.class,
      description =
          "A further login: remote=NAME,key-env=VARIABLE (or key-file=FILE), and on demand"
              + " profile=, remote-url=, team=. May be repeated. Without a key flag, --remote and"
              + " --profile, these are all.")
  List<FurtherLogin> remotes = new ArrayList<>();

  @Option(
      names = "--account",
      hidden = true,
      paramLabel = "LOGIN",
      converter = FurtherLogin.Converter.class,
      description = "The name of --remotes in version 0.1.0.")
  List<FurtherLogin> accounts = new ArrayList<>();

  @Option(
      names = "--file-less",
      description = "Log in by variables alone; needs truss 0.18.26 or later.")
  boolean fileLess;

  @Option(
      names = "--allow-unknown-remote",
      description =
          "Let truss see a remote that is none of Baseten's own, although it sends some calls, and"
              + " the key with them, to https://api.baseten.co.")
  boolean allowUnknownRemote;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Check every key against the server first. Default: yes.")
  boolean verify = true;

  @Option(
      names = "--expect-workspace",
      paramLabel = "NAME",
      description = "Do nothing unless every key belongs to this workspace.")
  @Nullable String expectWorkspace;

  private @Nullable KeylessLogin keyless;
  private @Nullable Granted granted;
  private boolean ofBrowser;

  /** Whether the login is only in variables. */
  public boolean isFileLess() {
    return fileLess;
  }

  /** Whether truss may see a remote although it sends some calls elsewhere. */
  public boolean allowsUnknownRemote() {
    return allowUnknownRemote;
  }

  /** Whether to ask the server about each key. */
  public boolean verifies() {
    return verify;
  }

  /** The workspace that every key must belong to, or null. */
  public @Nullable String expectedWorkspace() {
    return expectWorkspace;
  }

  /** The login without a key that {@link #plans} made; null if there is none. */
  public @Nullable KeylessLogin keyless() {
    return keyless;
  }

  /** What the first exchange gave; null if there is no login without a key. */
  public @Nullable Granted granted() {
    return granted;
  }

  /** Whether the first login that {@link #plans} made is a copy of a login by browser. */
  public boolean isOfBrowser() {
    return ofBrowser;
  }

  /**
   * Plans the logins. The tools use the first login when the user names none. The keys are hidden
   * from now on. This method writes nothing. It asks a server for nothing but the access token of a
   * login without a key.
   */
  public List<LoginPlan> plans(Session session) throws Exception {
    return plans(session, session.network());
  }

  /** Plans the logins as {@link #plans(Session)} does, with this connection to the server. */
  public List<LoginPlan> plans(Session session, Network network) throws Exception {
    Optional<IdentityOptions.Asked> asked = asked(session);
    return plans(session, asked.isPresent() ? null : keys.read(session), asked, network);
  }

  /** Whether a flag names a trust rule. */
  public boolean namesTrustRule() {
    return identity.isGiven();
  }

  /** The login without a key that is asked for; empty if the first login has a key. */
  public Optional<IdentityOptions.Asked> asked(Session session)
      throws UsageException, AuthException {
    boolean variables =
        remote == null && profile == null && remotes.isEmpty() && accounts.isEmpty();
    return identity.asked(session, keys.flag(), variables);
  }

  /** The names of the login without a key, before its access token is asked for. */
  public LoginPlans.Keyless planned(Session session) throws AuthException {
    return session
        .loginPlans()
        .keyless(new LoginPlans.Destination(remote, profile, remoteUrl, team));
  }

  /** Plans the logins of {@code --remotes} alone, which have keys. */
  public List<LoginPlan> further(Session session) throws UsageException, AuthException {
    checkWorkspace();
    List<LoginPlan> logins = new ArrayList<>();
    for (FurtherLogin login : furtherLogins()) {
      logins.add(plan(session, session.loginPlans(), login));
    }
    if (fileLess && !logins.isEmpty()) {
      throw new UsageException("--file-less goes with one login");
    }
    logins.forEach(login -> session.output().hide(login.credential().secret()));
    return logins;
  }

  private List<FurtherLogin> furtherLogins() {
    List<FurtherLogin> further = new ArrayList<>(remotes);
    further.addAll(accounts);
    return further;
  }

  private void checkWorkspace() throws UsageException {
    if (expectWorkspace != null && !verify) {
      throw new UsageException("--expect-workspace and --no-verify are mutually exclusive");
    }
  }

  /**
   * Plans the logins as {@link #plans} does, with a given key for the first login; that key mints
   * the login's own key.
   *
   * @param minting the key that mints the other
   */
  public List<LoginPlan> plansToMint(Session session, ExplicitKey minting) throws Exception {
    String flag = keys.flag();
    if (flag != null) {
      throw new UsageException(flag + " and --ephemeral are mutually exclusive");
    }
    return plans(session, minting, Optional.empty(), session.network());
  }

  private List<LoginPlan> plans(
      Session session,
      @Nullable ExplicitKey explicit,
      Optional<IdentityOptions.Asked> asked,
      Network network)
      throws Exception {
    checkWorkspace();
    List<LoginPlan> logins = logins(session, explicit, asked, network);
    if (fileLess && logins.size() > 1) {
      throw new UsageException("--file-less goes with one login");
    }
    logins.forEach(login -> session.output().hide(login.credential().secret()));
    LoginPlans.refuseDuplicates(logins);
    return logins;
  }

  /**
   * Warns of a remote if truss sends some of its calls elsewhere, and asks the server about the
   * key.
   *
   * @return the user of the key; empty if the server was not asked, or if the key may not read its
   *     user
   */
  public Optional<UserInfo> check(Session session, LoginPlan login) throws Exception {
    checkRemote(session, login);
    return verify ? verified(session, login) : Optional.empty();
  }

  private Optional<UserInfo> verified(Session session, LoginPlan login) throws Exception {
    KeyCheck check = new KeyCheck(session.clients());
    KeyCheck.Outcome outcome =
        check.check(login.url(), login.credential().secret(), expectWorkspace);
    warn(session, check, login, outcome);
    return Optional.ofNullable(outcome.user());
  }

  /** Whether truss is logged in to a remote. */
  public boolean isForTruss(RemoteUrl url) {
    return allowUnknownRemote || url.isKnown();
  }

  /**
   * Warns of problems in the server's answer, of a team that the key cannot see, and of an access
   * token that truss cannot use.
   */
  public void warn(Session session, KeyCheck check, LoginPlan login, KeyCheck.Outcome outcome)
      throws AuthException {
    outcome.warnings().forEach(session.output()::warn);
    if (isForTruss(login.url())) {
      KeylessLogin.checkTruss(session, login.url(), login.credential());
    }
    String wanted = login.team();
    if (wanted != null) {
      check
          .doubtOfTeam(login.url(), login.credential().secret(), wanted)
          .ifPresent(session.output()::warn);
    }
  }

  private List<LoginPlan> logins(
      Session session,
      @Nullable ExplicitKey explicit,
      Optional<IdentityOptions.Asked> asked,
      Network network)
      throws Exception {
    LoginPlans plans = session.loginPlans();
    List<LoginPlan> logins = new ArrayList<>();
    List<FurtherLogin> further = furtherLogins();
    boolean named = remote != null || profile != null;
    if (asked.isPresent()) {
      logins.add(exchange(session, asked.get(), planned(session), network, secret -> {}));
    } else if (explicit != null) {
      GivenKey given = session.givenKeys().require(explicit);
      session.uses(given);
      logins.add(plans.of(given, new LoginPlans.Destination(remote, profile, remoteUrl, team)));
    } else if (remoteUrl != null) {
      throw new UsageException(
          "--remote-url goes with a key flag, such as --api-key-env BASETEN_API_KEY");
    } else if (further.isEmpty() || named) {
      ActiveLogin active = session.activeLogins().find(profile, remote, session.stores());
      session.uses(active);
      if (active.credential() != null) {
        active.require(session.host().clock().instant());
        // The copy has the access token alone, which nobody renews.
        active = LoginChoice.fresh(session, active, ENOUGH_FOR_A_COMMAND);
        ofBrowser = active.credential() instanceof LoginCredential.Session;
      }
      logins.add(plans.of(active, team));
    }
    for (FurtherLogin login : further) {
      logins.add(plan(session, plans, login));
    }
    return logins;
  }

  /**
   * Gets the access token of a login without a key.
   *
   * @param met is told each identity token and each access token, as soon as it is known
   */
  public LoginPlan exchange(
      Session session,
      IdentityOptions.Asked asked,
      LoginPlans.Keyless planned,
      Network network,
      Consumer<Confidential> met)
      throws Exception {
    KeylessLogin login = new KeylessLogin(session, asked, planned.url());
    boolean truss = !fileLess && isForTruss(planned.url());
    Granted first = login.begin(network, truss, met);
    keyless = login;
    granted = first;
    return planned.with(first.credential());
  }

  private static LoginPlan plan(Session session, LoginPlans plans, FurtherLogin login)
      throws UsageException, AuthException {
    String variable = login.keyVariable();
    ExplicitKey explicit;
    if (variable != null) {
      Optional<String> text = session.environment().get(variable);
      if (text.isEmpty()) {
        throw new UsageException(
            "--remotes names a variable with key-env= that is not set or empty; give the"
                + " variable's name, not the key");
      }
      explicit = new ExplicitKey("--remotes key-env", text.get());
    } else {
      String file = String.valueOf(login.keyFile());
      explicit =
          new ExplicitKey("--remotes key-file", session.keyFile().read("--remotes", Path.of(file)));
    }
    GivenKey given = session.givenKeys().require(explicit);
    session.uses(given);
    return plans.of(
        given,
        new LoginPlans.Destination(
            login.remote(), login.profile(), login.remoteUrl(), login.team()));
  }

  /** Warns of a remote if truss sends some of its calls elsewhere. */
  public void checkRemote(Session session, LoginPlan login) throws UsageException {
    checkRemote(session, login.url());
  }

  /** Warns of a remote if truss sends some of its calls elsewhere. */
  public void checkRemote(Session session, RemoteUrl url) throws UsageException {
    if (isForTruss(url)) {
      return;
    }
    if (fileLess) {
      throw new UsageException(
          url
              + " is none of the remotes that truss knows, and truss would send the key to"
              + " https://api.baseten.co; pass --allow-unknown-remote to run all the same");
    }
    session
        .output()
        .warn(
            url
                + " is none of the remotes that truss knows, so truss is not logged in to it; pass"
                + " --allow-unknown-remote to change that");
  }
}
