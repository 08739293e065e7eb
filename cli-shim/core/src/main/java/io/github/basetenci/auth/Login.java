package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.AuthProfile;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.TrussRemote;
import io.github.basetenci.text.Neutralizer;
import io.github.basetenci.text.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logs in: asks the server about the key, then writes the login to the stores. Nothing is written
 * unless all earlier steps succeeded.
 */
public final class Login {
  /** Stands for the token until it is asked for. */
  private static final LoginCredential NO_TOKEN = noToken();

  private final Environment environment;
  private final SourceNames names;
  private final Stores stores;
  private final ManagementClients clients;

  /**
   * @param environment the variables
   * @param names what the front end calls its options
   * @param stores the files to write
   * @param clients open the clients that check the key
   */
  public Login(
      Environment environment, SourceNames names, Stores stores, ManagementClients clients) {
    this.environment = environment;
    this.names = names;
    this.stores = stores;
    this.clients = clients;
  }

  /**
   * A request to log in.
   *
   * @param names the names of the login in the files
   * @param remoteUrl the URL that the caller named, or null
   * @param team the default team, or null to keep the stored team
   * @param stores which files to write
   * @param makeCurrent whether the profile becomes the current one
   * @param check the questions to the server before anything is written
   */
  public record Request(
      StoredNames names,
      @Nullable String remoteUrl,
      @Nullable String team,
      Set<StoreKind> stores,
      boolean makeCurrent,
      Check check) {
    public Request {
      stores = EnumSet.copyOf(stores);
    }

    /** This request with other names. */
    public Request withNames(StoredNames other) {
      return new Request(other, remoteUrl, team, stores, makeCurrent, check);
    }

    /** This request with a URL that the caller named. */
    public Request withRemoteUrl(String url) {
      return new Request(names, url, team, stores, makeCurrent, check);
    }

    /**
     * Refuses names that a login would refuse.
     *
     * @throws AuthException if one of the tools would read a name as another one
     */
    public void checkNames() throws AuthException {
      Names.check(stores, names.remote(), names.profile(), names.label(), team);
    }

    String remote() {
      return names.remote();
    }

    String profile() {
      return names.profile();
    }
  }

  /**
   * The names of a login in the files.
   *
   * @param remote the name of the trussrc section
   * @param profile the name of the auth.json profile
   * @param label the name in the older {@code hosts} layout, or null
   */
  public record StoredNames(String remote, String profile, @Nullable String label) {}

  /**
   * The questions to the server before anything is written.
   *
   * @param verify whether the server is asked about the key
   * @param expectedWorkspace the workspace to which the key must belong, or null
   */
  public record Check(boolean verify, @Nullable String expectedWorkspace) {
    /** The key is not checked. */
    public static final Check NONE = new Check(false, null);
  }

  /**
   * The result of a login.
   *
   * @param user the user or service account of the key, or null if the key was not verified or may
   *     not ask for it
   * @param verified whether the server accepted the key
   * @param written the stores that now contain the login
   * @param replaced the stores in which a login with this name was replaced
   * @param notes sentences for the user
   * @param warnings sentences about problems that the user should solve
   */
  public record Result(
      LoginPlan plan,
      @Nullable UserInfo user,
      boolean verified,
      Set<StoreKind> written,
      Set<StoreKind> replaced,
      List<String> notes,
      List<String> warnings) {}

  /**
   * Refuses each request that {@link #run(Request, GivenKey)} would refuse before it asks the
   * server. This method changes nothing.
   *
   * @param given the key to log in with, or any other key
   */
  public void check(Request request, GivenKey given) throws AuthException, StoreException {
    prepare(
        request, new LoginCredential.Key(given.key()), given, new ArrayList<>(), new ArrayList<>());
  }

  /**
   * @throws AuthException if the request cannot be carried out
   * @throws ApiException if the server refuses the key
   */
  public Result run(Request request, GivenKey given)
      throws AuthException, StoreException, ApiException, TransportException {
    List<String> notes = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    LoginPlan plan = prepare(request, new LoginCredential.Key(given.key()), given, notes, warnings);
    return checkAndWrite(request, plan, notes, warnings);
  }

  /** Gives the access token of a login without a key. */
  @FunctionalInterface
  public interface TokenSource {
    /** A token for this remote. */
    LoginCredential.Token token(RemoteUrl url)
        throws AuthException, ApiException, TransportException;
  }

  /**
   * Logs in without a key. The token is asked for when everything that the stores could refuse has
   * been refused.
   *
   * @throws AuthException if the request cannot be carried out
   * @throws ApiException if the server refuses the token
   */
  public Result run(Request request, TokenSource source)
      throws AuthException, StoreException, ApiException, TransportException {
    List<String> notes = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    LoginPlan plan = prepare(request, NO_TOKEN, null, notes, warnings);
    return checkAndWrite(request, plan.withCredential(source.token(plan.url())), notes, warnings);
  }

  /** Gives the tokens of a login by browser. */
  public interface SessionSource {
    /** New tokens for one store. */
    OAuthSession session(RemoteUrl url, StoreKind store)
        throws AuthException, ApiException, TransportException, InterruptedException;

    /** Ends the session of tokens that are not stored after all. */
    void discard(RemoteUrl url, StoreKind store, OAuthSession session);
  }

  /**
   * Logs in by browser. Each store gets tokens of its own, because whoever renews tokens makes
   * their copies worthless. The tokens are asked for when everything that the stores could refuse
   * has been refused.
   *
   * @throws AuthException if the request cannot be carried out
   * @throws ApiException if the server refuses the login
   * @throws InterruptedException if the thread is interrupted; nothing is stored then
   */
  public Result runByBrowser(Request request, SessionSource source)
      throws AuthException, StoreException, ApiException, TransportException, InterruptedException {
    List<String> notes = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    LoginPlan plan = prepare(request, NO_TOKEN, null, notes, warnings);
    Map<StoreKind, LoginPlan> plans = new EnumMap<>(StoreKind.class);
    Map<StoreKind, OAuthSession> sessions = new EnumMap<>(StoreKind.class);
    boolean stored = false;
    RunningBrowserLogin running = RunningBrowserLogin.begin();
    try {
      for (StoreKind store : request.stores()) {
        OAuthSession session = source.session(plan.url(), store);
        running.confirmed();
        sessions.put(store, session);
        plans.put(store, plan.withCredential(new LoginCredential.Session(session)));
      }
      UserInfo user = checked(request, plans, warnings);
      running.storing();
      Result result = write(request, plans, user, notes, warnings);
      stored = true;
      return result;
    } finally {
      if (!stored) {
        discard(source, plan.url(), sessions);
      }
      running.end(stored);
    }
  }

  private static void discard(
      SessionSource source, RemoteUrl url, Map<StoreKind, OAuthSession> sessions) {
    boolean interrupted = Thread.interrupted();
    sessions.forEach((store, session) -> source.discard(url, store, session));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Result checkAndWrite(
      Request request, LoginPlan plan, List<String> notes, List<String> warnings)
      throws AuthException, StoreException, ApiException, TransportException {
    Map<StoreKind, LoginPlan> plans = new EnumMap<>(StoreKind.class);
    request.stores().forEach(store -> plans.put(store, plan));
    return write(request, plans, checked(request, plans, warnings), notes, warnings);
  }

  /**
   * Asks the server about the logins of all stores, if that is wanted.
   *
   * @param plans the login of each wanted store, which differ in their credentials alone
   * @return the user of the logins, or null if it is not known
   */
  private @Nullable UserInfo checked(
      Request request, Map<StoreKind, LoginPlan> plans, List<String> warnings)
      throws AuthException, ApiException, TransportException {
    if (!request.check().verify()) {
      return null;
    }
    LoginPlan plan = plans.values().iterator().next();
    UserInfo user = verified(request, plan, warnings);
    for (LoginPlan other : plans.values()) {
      // The usual case is one login for all, which no comparison of records has to find.
      if (other != plan && !other.equals(plan)) {
        refuseAnotherUser(user, verified(request, other, new ArrayList<>()));
      }
    }
    return user;
  }

  private Result write(
      Request request,
      Map<StoreKind, LoginPlan> plans,
      @Nullable UserInfo user,
      List<String> notes,
      List<String> warnings)
      throws AuthException, StoreException {
    LoginPlan plan = plans.values().iterator().next();
    KeyringWrites kept = new KeyringWrites(stores.keyring());
    Set<StoreKind> replaced = writeFiles(request, plans, kept, notes, warnings);
    kept.warning().ifPresent(warnings::add);
    return new Result(
        plan, user, request.check().verify(), request.stores(), replaced, notes, warnings);
  }

  private Set<StoreKind> writeFiles(
      Request request,
      Map<StoreKind, LoginPlan> plans,
      KeyringWrites kept,
      List<String> notes,
      List<String> warnings)
      throws AuthException, StoreException {
    LoginPlan plan = plans.values().iterator().next();
    Set<StoreKind> replaced = EnumSet.noneOf(StoreKind.class);
    notes.addAll(
        stores.update(
            request.stores(),
            now -> {
              if (now.trussrc().remotes().contains(plan.remote())) {
                replaced.add(StoreKind.TRUSS);
              }
              if (now.authJson().profile(plan.profile()).isPresent()) {
                replaced.add(StoreKind.BASETEN);
              }
              kept.write(plans);
              if (request.stores().contains(StoreKind.BASETEN)
                  && !kept.contains(StoreKind.BASETEN)) {
                warnings.addAll(kept.forgetForFile(plan, now.authJson()));
              }
              return new Stores.Contents(
                  plans
                      .getOrDefault(StoreKind.TRUSS, plan)
                      .applyTo(now.trussrc(), kept.contains(StoreKind.TRUSS)),
                  plans
                      .getOrDefault(StoreKind.BASETEN, plan)
                      .applyTo(now.authJson(), kept.contains(StoreKind.BASETEN)));
            },
            kept::undo));
    notes.addAll(kept.notes(plan));
    replaced.retainAll(request.stores());
    return replaced;
  }

  private @Nullable UserInfo verified(Request request, LoginPlan plan, List<String> warnings)
      throws AuthException, ApiException, TransportException {
    KeyCheck check = new KeyCheck(clients);
    KeyCheck.Outcome checked =
        check.check(plan.url(), plan.credential().secret(), request.check().expectedWorkspace());
    warnings.addAll(checked.warnings());
    String team = request.team();
    if (team != null) {
      check.doubtOfTeam(plan.url(), plan.credential().secret(), team).ifPresent(warnings::add);
    }
    return checked.user();
  }

  /** Refuses two logins of one name that were confirmed by two users. */
  private static void refuseAnotherUser(@Nullable UserInfo one, @Nullable UserInfo other)
      throws AuthException {
    if (one != null && other != null && !one.userId().equals(other.userId())) {
      throw AuthException.invalid(
          "the login of truss was confirmed by "
              + name(one)
              + " and that of baseten by "
              + name(other)
              + "; log in again, and confirm both as one user");
    }
  }

  private static String name(UserInfo user) {
    String email = user.email();
    return Neutralizer.line(email == null ? user.userId() : email);
  }

  /**
   * Makes the plan of the login. Every error that the stores could cause is reported before the key
   * leaves this machine.
   */
  private LoginPlan prepare(
      Request request,
      LoginCredential credential,
      @Nullable GivenKey given,
      List<String> notes,
      List<String> warnings)
      throws AuthException, StoreException {
    Names.check(request.stores(), plan(request, RemoteUrl.DEFAULT, credential));
    checkPair(request);
    if (hidesTrussrc(request)) {
      warnings.add(
          Environment.TRUSS_REMOTE_URL
              + " and "
              + Environment.TRUSS_API_KEY
              + " are set: truss uses them and ignores the trussrc until they are unset");
    }
    Stores.Contents before = stores.read(request.stores());
    RemoteUrl url = url(request, given, before, notes);
    if (!url.isKnown()) {
      warnings.add(unknownRemote(url));
    }
    LoginPlan plan = plan(request, url, credential);
    plan.applyTo(before.trussrc());
    plan.applyTo(before.authJson());
    return plan;
  }

  /**
   * Checks the pair of variables that {@code truss} reads. If both variables are set, truss does
   * not read the trussrc. If only one of them is set, every {@code truss} command fails.
   */
  private void checkPair(Request request) throws AuthException {
    TrussPair pair = TrussPair.of(environment);
    if (request.stores().contains(StoreKind.TRUSS) && pair.isHalf()) {
      throw AuthException.invalid(pair.problem());
    }
  }

  private boolean hidesTrussrc(Request request) {
    return request.stores().contains(StoreKind.TRUSS) && environment.has(Environment.TRUSS_API_KEY);
  }

  private RemoteUrl url(
      Request request, @Nullable GivenKey given, Stores.Contents before, List<String> notes)
      throws AuthException, StoreException {
    Optional<RemoteUrl> url =
        given == null
            ? RemoteUrls.ofNamed(names, request.remoteUrl(), environment)
            : RemoteUrls.ofGiven(names, request.remoteUrl(), given, environment);
    return url.isPresent()
        ? url.get()
        : storedUrl(request, before, notes).orElse(RemoteUrl.DEFAULT);
  }

  /**
   * The URL of the login that this login overwrites. It is an error if the two stores have
   * different URLs.
   */
  private Optional<RemoteUrl> storedUrl(Request request, Stores.Contents before, List<String> notes)
      throws AuthException, StoreException {
    Optional<RemoteUrl> section = Optional.empty();
    if (request.stores().contains(StoreKind.TRUSS)) {
      Optional<String> url = before.trussrc().remote(request.remote()).map(TrussRemote::remoteUrl);
      if (url.isPresent()) {
        section = Optional.of(RemoteUrls.parse("remote '" + request.remote() + "'", url.get()));
      }
    }
    Optional<RemoteUrl> profile = Optional.empty();
    if (request.stores().contains(StoreKind.BASETEN)) {
      Optional<String> url =
          before.authJson().profile(request.profile()).map(AuthProfile::remoteUrl);
      if (url.isPresent()) {
        profile = Optional.of(RemoteUrls.parse("profile '" + request.profile() + "'", url.get()));
      }
    }
    if (section.isPresent() && profile.isPresent() && !section.equals(profile)) {
      throw AuthException.usage(
          "remote '"
              + request.remote()
              + "' points to "
              + section.get()
              + " and profile '"
              + request.profile()
              + "' to "
              + profile.get(),
          Situation.STORED_URLS_DIFFER,
          "");
    }
    Optional<RemoteUrl> stored = section.isPresent() ? section : profile;
    stored
        .filter(url -> !url.equals(RemoteUrl.DEFAULT))
        .ifPresent(
            url -> notes.add("Keeping the remote URL " + url + " of the login that is replaced."));
    return stored;
  }

  private static LoginPlan plan(Request request, RemoteUrl url, LoginCredential credential) {
    return new LoginPlan(
        request.remote(),
        request.profile(),
        request.names().label(),
        url,
        credential,
        request.team(),
        request.makeCurrent());
  }

  private static LoginCredential noToken() {
    try {
      return new LoginCredential.Token(AccessToken.of("none"), Instant.EPOCH);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a word can be a token", e);
    }
  }

  private static String unknownRemote(RemoteUrl url) {
    return url
        + " is none of the remotes that truss knows: truss sends some calls of such a remote, and"
        + " the key with them, to https://api.baseten.co";
  }
}
