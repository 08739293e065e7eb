package io.github.basetenci.auth;

import io.github.basetenci.api.RemoteUrl;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans logins that are written to separate files, so that stored logins have no effect on them.
 */
public final class LoginPlans {
  /** The name of the remote and of the profile of a login for which no name is given. */
  public static final String DEFAULT_NAME = "baseten";

  /** The name of the profile of a login with an access token for which no name is given. */
  public static final String KEYLESS_PROFILE = "baseten-ci";

  private final Environment environment;
  private final SourceNames names;

  /**
   * @param environment the variables
   * @param names what the front end calls its options
   */
  public LoginPlans(Environment environment, SourceNames names) {
    this.environment = environment;
    this.names = names;
  }

  /**
   * The destination of a key.
   *
   * @param remote the name of the trussrc section, or null for {@link #DEFAULT_NAME}
   * @param profile the name of the auth.json profile, or null for the name of the remote
   * @param remoteUrl the URL that the caller named, or null
   * @param team the default team, or null
   */
  public record Destination(
      @Nullable String remote,
      @Nullable String profile,
      @Nullable String remoteUrl,
      @Nullable String team) {}

  /** A login with a key that is in no store. */
  public LoginPlan of(GivenKey given, Destination to) throws AuthException {
    RemoteUrl url =
        RemoteUrls.ofGiven(names, to.remoteUrl(), given, environment).orElse(RemoteUrl.DEFAULT);
    String named = to.remote();
    String remote = named == null || named.isEmpty() ? DEFAULT_NAME : named;
    String profile = to.profile();
    return checked(
        new LoginPlan(
            remote,
            profile == null ? remote : profile,
            null,
            url,
            new LoginCredential.Key(given.key()),
            to.team(),
            true));
  }

  /**
   * A login that waits for an access token. Its names are checked before the token is asked for.
   *
   * @param remote the name of the trussrc section
   * @param profile the name of the auth.json profile
   * @param url the URL at which the identity token is exchanged
   * @param team the default team, or null
   */
  public record Keyless(String remote, String profile, RemoteUrl url, @Nullable String team) {
    /** The login with its access token. */
    public LoginPlan with(LoginCredential.Token token) {
      return new LoginPlan(remote, profile, null, url, token, team, true);
    }
  }

  /**
   * A login with an access token. Its profile is {@link #KEYLESS_PROFILE} unless one is named: the
   * {@code baseten} command prefers what the keyring holds for a profile of the same name.
   */
  public Keyless keyless(Destination to) throws AuthException {
    RemoteUrl url =
        RemoteUrls.ofNamed(names, to.remoteUrl(), environment).orElse(RemoteUrl.DEFAULT);
    String named = to.remote();
    String remote = named == null || named.isEmpty() ? DEFAULT_NAME : named;
    String profile = to.profile() == null ? KEYLESS_PROFILE : to.profile();
    Keyless keyless = new Keyless(remote, profile, url, to.team());
    Names.check(EnumSet.allOf(StoreKind.class), remote, profile, null, to.team());
    return keyless;
  }

  /**
   * A copy of a stored login. Of a login by browser it has the access token alone: a copy of the
   * refresh token would end the original.
   */
  public LoginPlan of(ActiveLogin login, @Nullable String team) throws AuthException {
    LoginCredential credential = login.credential();
    if (credential instanceof LoginCredential.Session session) {
      credential = new LoginCredential.Token(session.tokens().access(), session.tokens().expires());
    }
    String name = login.name().isEmpty() ? DEFAULT_NAME : login.name();
    return checked(
        new LoginPlan(
            name,
            name,
            null,
            login.url(),
            credential == null ? new LoginCredential.Key(login.requireKey()) : credential,
            team,
            true));
  }

  /** Refuses two logins with one name, because the second would replace the first. */
  public static void refuseDuplicates(List<LoginPlan> plans) throws AuthException {
    Set<String> remotes = new HashSet<>();
    Set<String> profiles = new HashSet<>();
    for (LoginPlan plan : plans) {
      if (!remotes.add(plan.remote()) || !profiles.add(plan.profile())) {
        throw AuthException.usage(
            "two logins are named '" + plan.remote() + "'; give each its own remote and profile");
      }
    }
  }

  private static LoginPlan checked(LoginPlan plan) throws AuthException {
    Names.check(EnumSet.allOf(StoreKind.class), plan);
    return plan;
  }
}
