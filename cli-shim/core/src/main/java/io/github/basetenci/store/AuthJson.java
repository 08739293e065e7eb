package io.github.basetenci.store;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.text.Neutralizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The {@code auth.json} of the baseten command. The file can contain both the profiles of current
 * versions and the hosts of version 0.1. An instance is immutable: a change gives a copy, which
 * keeps unknown members and the order of all members. The facts about the format come from
 * baseten-cli's {@code internal/auth/store.go}.
 */
public final class AuthJson {
  private static final List<String> STORE = List.of("version", "current", "hosts", "profiles");
  private static final List<String> HOST = List.of("active_user", "users");
  private static final List<String> LOGIN =
      List.of("remote_url", "auth_type", "oauth_credential", "api_key");

  /** Go's zero time, which the baseten command reads as a token that does not expire. */
  static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private final JsonObject root;
  private final byte @Nullable [] original;

  private AuthJson(JsonObject root, byte @Nullable [] original) {
    this.root = root;
    this.original = original;
  }

  /** The content of a store that does not exist yet. */
  public static AuthJson empty() {
    return new AuthJson(JsonObject.EMPTY, null);
  }

  /**
   * Reads a store.
   *
   * @param file the file that the bytes are from, for messages
   * @throws StoreException if baseten could not read the bytes; the message names the file, and the
   *     line or the member
   */
  public static AuthJson parse(Path file, byte[] bytes) throws StoreException {
    try {
      JsonValue value = Json.parse(Utf8.decode(bytes));
      // JSON can contain half of a surrogate pair as an escape, but such a text could not be
      // written back as UTF-8.
      if (!Utf8.canEncode(Json.compact(value))) {
        throw broken(file, "a string is not valid Unicode");
      }
      AuthJson store = new AuthJson(GoObject.asObject(value, "the whole text"), bytes.clone());
      store.checkMembers();
      return store;
    } catch (Utf8.MalformedException | JsonParseException | GoObject.MismatchException e) {
      throw broken(file, e.getMessage());
    }
  }

  /** The names of the profiles, in file order. */
  public List<String> profiles() {
    return List.copyOf(profileMap().members().keySet());
  }

  /** The name in {@code current}, whether or not such a profile exists. */
  public Optional<String> current() {
    return Optional.of(GoObject.string(root, "current")).filter(name -> !name.isEmpty());
  }

  /** A profile by its name. */
  public Optional<AuthProfile> profile(String name) {
    JsonValue entry = profileMap().get(name);
    return entry == null ? Optional.empty() : Optional.of(login(name, null, entry));
  }

  /** The OAuth tokens that the file contains for a profile; empty if there are none. */
  public Optional<OAuthTokens> oauth(String profile) {
    JsonObject login = GoObject.asObject(profileMap().get(profile), profile);
    JsonObject tokens = GoObject.object(login, "oauth_credential");
    if (GoObject.string(tokens, "access_token").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OAuthTokens(
            expiry(tokens).filter(time -> !time.equals(NEVER)),
            !GoObject.string(tokens, "refresh_token").isEmpty()));
  }

  /** The access token of a profile that cannot be renewed; empty for every other login. */
  public Optional<AccessToken> fixedToken(String profile) {
    JsonObject login = GoObject.asObject(profileMap().get(profile), profile);
    return oauth(profile).filter(tokens -> !tokens.renewable()).isEmpty()
        ? Optional.empty()
        : AccessToken.stored(
            GoObject.string(GoObject.object(login, "oauth_credential"), "access_token"));
  }

  /** The access tokens of all profiles that cannot be renewed. */
  public List<AccessToken> fixedTokens() {
    return profiles().stream().flatMap(name -> fixedToken(name).stream()).toList();
  }

  /**
   * The tokens of a login by browser; empty for every other login, and if a part is not in the
   * file.
   */
  public Optional<OAuthSession> session(String profile) {
    JsonObject login = GoObject.asObject(profileMap().get(profile), profile);
    JsonObject tokens = GoObject.object(login, "oauth_credential");
    Optional<AccessToken> access = AccessToken.stored(GoObject.string(tokens, "access_token"));
    Optional<OAuthGrant> refresh = OAuthGrant.stored(GoObject.string(tokens, "refresh_token"));
    return GoObject.string(login, "auth_type").equals("oauth")
            && access.isPresent()
            && refresh.isPresent()
        ? Optional.of(
            new OAuthSession(
                access.get(),
                refresh.get(),
                expiry(tokens).filter(time -> !time.equals(NEVER)).orElse(OAuthSession.NEVER)))
        : Optional.empty();
  }

  /** The tokens of all logins by browser. */
  public List<OAuthSession> sessions() {
    return profiles().stream().flatMap(name -> session(name).stream()).toList();
  }

  /** The hosts of the version 0.1 layout by their URL, in file order. */
  public Map<String, AuthHost> hosts() {
    Map<String, AuthHost> hosts = new LinkedHashMap<>();
    hostMap()
        .members()
        .forEach(
            (url, value) -> {
              JsonObject host = GoObject.asObject(value, url);
              List<AuthProfile> users = new ArrayList<>();
              GoObject.object(host, "users")
                  .members()
                  .forEach((label, user) -> users.add(login(label, url, user)));
              hosts.put(url, new AuthHost(url, GoObject.string(host, "active_user"), users));
            });
    return hosts;
  }

  /** The keys of both layouts, as they are written in the file. */
  public List<String> apiKeys() {
    List<String> keys = new ArrayList<>();
    profiles().forEach(name -> profile(name).map(AuthProfile::apiKey).ifPresent(keys::add));
    for (AuthHost host : hosts().values()) {
      host.users().stream().map(AuthProfile::apiKey).filter(Objects::nonNull).forEach(keys::add);
    }
    return keys;
  }

  /**
   * Stores an API key in a new or an existing profile, and makes the profile current if {@code
   * makeCurrent} is true.
   */
  public AuthJson withApiKey(String profile, String remoteUrl, ApiKey key, boolean makeCurrent) {
    return withLogin(profile, remoteUrl, entry -> withKey(entry, key), makeCurrent);
  }

  /**
   * Stores a profile whose secret is in the keyring: the file gets none. The profile becomes
   * current if {@code makeCurrent} is true.
   *
   * @param authType {@code api_key} or {@code oauth}
   */
  public AuthJson withKeyringLogin(
      String profile, String remoteUrl, String authType, boolean makeCurrent) {
    return withLogin(profile, remoteUrl, login -> withoutSecret(login, authType), makeCurrent);
  }

  /**
   * Stores an access token that cannot be renewed in a new or an existing profile, and makes the
   * profile current if {@code makeCurrent} is true.
   *
   * @param expires when the token ends; it is written in whole seconds
   */
  public AuthJson withToken(
      String profile, String remoteUrl, AccessToken token, Instant expires, boolean makeCurrent) {
    // With an empty refresh token, baseten says at the end that the token is over, and sends
    // nothing.
    return withOAuth(profile, remoteUrl, token, "", expires, makeCurrent);
  }

  /**
   * Stores the tokens of a login by browser in a new or an existing profile, and makes the profile
   * current if {@code makeCurrent} is true.
   */
  public AuthJson withSession(
      String profile, String remoteUrl, OAuthSession session, boolean makeCurrent) {
    return withOAuth(
        profile,
        remoteUrl,
        session.access(),
        session.refresh().reveal(),
        session.expires().equals(OAuthSession.NEVER) ? NEVER : session.expires(),
        makeCurrent);
  }

  private AuthJson withOAuth(
      String profile,
      String remoteUrl,
      AccessToken access,
      String refresh,
      Instant expires,
      boolean makeCurrent) {
    JsonObject credential =
        JsonObject.EMPTY
            .with("access_token", access.reveal())
            .with("refresh_token", refresh)
            .with("expiry", expires.truncatedTo(ChronoUnit.SECONDS).toString());
    return withLogin(
        profile,
        remoteUrl,
        entry -> {
          JsonObject typed = GoObject.with(entry, "auth_type", new JsonString("oauth"), LOGIN);
          JsonObject bare = GoObject.without(typed, "api_key");
          return GoObject.with(bare, "oauth_credential", credential, LOGIN);
        },
        makeCurrent);
  }

  private AuthJson withLogin(
      String profile, String remoteUrl, UnaryOperator<JsonObject> credential, boolean makeCurrent) {
    JsonObject entry = GoObject.asObject(profileMap().get(profile), profile);
    entry = GoObject.with(entry, "remote_url", new JsonString(remoteUrl), LOGIN);
    JsonObject profiles = GoObject.withEntry(profileMap(), profile, credential.apply(entry));
    AuthJson stored = changed(GoObject.with(root, "profiles", profiles, STORE));
    return makeCurrent ? stored.withCurrent(profile) : stored;
  }

  /** Sets the URL of a profile, which must exist. */
  public AuthJson withRemoteUrl(String profile, String remoteUrl) {
    JsonObject entry = GoObject.asObject(profileMap().get(profile), profile);
    entry = GoObject.with(entry, "remote_url", new JsonString(remoteUrl), LOGIN);
    return changed(
        GoObject.with(root, "profiles", GoObject.withEntry(profileMap(), profile, entry), STORE));
  }

  /**
   * Removes a profile of any kind. If the removed profile was current, no profile is current
   * afterwards.
   */
  public AuthJson without(String profile) {
    JsonObject edited = root;
    if (profileMap().get(profile) != null) {
      edited = GoObject.with(edited, "profiles", profileMap().without(profile), STORE);
    }
    if (current().filter(profile::equals).isPresent()) {
      edited = GoObject.without(edited, "current");
    }
    return changed(edited);
  }

  /** Makes a profile, which must exist, the current one. */
  public AuthJson withCurrent(String profile) {
    if (profileMap().get(profile) == null) {
      throw new IllegalArgumentException("no such profile");
    }
    return changed(GoObject.with(root, "current", new JsonString(profile), STORE));
  }

  /**
   * Stores an API key in the layout of version 0.1, and makes its label the active login of the
   * host.
   */
  public AuthJson withHostUser(String remoteUrl, String label, ApiKey key) {
    JsonObject host = GoObject.asObject(hostMap().get(remoteUrl), remoteUrl);
    return withHost(
        remoteUrl, label, key, GoObject.with(host, "active_user", new JsonString(label), HOST));
  }

  /**
   * Stores an API key in the layout of version 0.1, and does not change the active login of the
   * host.
   */
  public AuthJson withHostUserKey(String remoteUrl, String label, ApiKey key) {
    return withHost(remoteUrl, label, key, GoObject.asObject(hostMap().get(remoteUrl), remoteUrl));
  }

  /** Makes a label, which must exist, the active login of the host in the layout of version 0.1. */
  public AuthJson withActiveUser(String remoteUrl, String label) {
    JsonObject host = GoObject.asObject(hostMap().get(remoteUrl), remoteUrl);
    if (GoObject.object(host, "users").get(label) == null) {
      throw new IllegalArgumentException("no such user");
    }
    host = GoObject.with(host, "active_user", new JsonString(label), HOST);
    return changed(
        GoObject.with(root, "hosts", GoObject.withEntry(hostMap(), remoteUrl, host), STORE));
  }

  /**
   * Stores a user in the layout of version 0.1 whose API key is in the keyring, and makes its label
   * the active login of the host.
   */
  public AuthJson withKeyringHostUser(String remoteUrl, String label) {
    JsonObject host = GoObject.asObject(hostMap().get(remoteUrl), remoteUrl);
    return withHost(
        remoteUrl,
        label,
        user -> withoutSecret(user, "api_key"),
        GoObject.with(host, "active_user", new JsonString(label), HOST));
  }

  private AuthJson withHost(String remoteUrl, String label, ApiKey key, JsonObject before) {
    return withHost(remoteUrl, label, user -> withKey(user, key), before);
  }

  private AuthJson withHost(
      String remoteUrl, String label, UnaryOperator<JsonObject> credential, JsonObject before) {
    JsonObject users = GoObject.object(before, "users");
    JsonObject user = credential.apply(GoObject.asObject(users.get(label), label));
    JsonObject host = GoObject.with(before, "users", GoObject.withEntry(users, label, user), HOST);
    JsonObject hosts = GoObject.withEntry(hostMap(), remoteUrl, host);
    return changed(GoObject.with(root, "hosts", hosts, STORE));
  }

  /**
   * Removes a label in the layout of version 0.1. The host is removed with its last label. Version
   * 0.1 itself would leave an empty host, but it reads a missing host in the same way as an empty
   * one.
   */
  public AuthJson withoutHostUser(String remoteUrl, String label) {
    JsonObject host = GoObject.asObject(hostMap().get(remoteUrl), remoteUrl);
    JsonObject users = GoObject.object(host, "users");
    if (users.get(label) == null) {
      return this;
    }
    host = GoObject.with(host, "users", users.without(label), HOST);
    if (GoObject.string(host, "active_user").equals(label)) {
      host = GoObject.with(host, "active_user", new JsonString(""), HOST);
    }
    boolean last = withoutEmpty(host, HOST).members().isEmpty();
    JsonObject hosts = last ? hostMap().without(remoteUrl) : hostMap().with(remoteUrl, host);
    return changed(
        hosts.members().isEmpty()
            ? GoObject.without(root, "hosts")
            : GoObject.with(root, "hosts", hosts, STORE));
  }

  /** The bytes of the file: unchanged if nothing was changed, otherwise indented as Go does. */
  public byte[] toBytes() {
    if (original != null) {
      return original.clone();
    }
    JsonObject written = root;
    if (GoObject.get(root, "version") == null) {
      written = GoObject.with(written, "version", new JsonNumber("1"), STORE);
    }
    if (GoObject.get(root, "profiles") == null && GoObject.get(root, "hosts") == null) {
      written = GoObject.with(written, "profiles", JsonObject.EMPTY, STORE);
    }
    return (Json.pretty(written) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether nothing is stored: no login, no current profile and no member of another tool. */
  public boolean isEmptyStore() {
    return withoutEmpty(GoObject.without(root, "version"), STORE).members().isEmpty();
  }

  /**
   * Checks that a text can be the name of a profile or a label.
   *
   * @throws InvalidNameException for an empty name or one with a control character
   */
  public static void checkName(String name) throws InvalidNameException {
    if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new InvalidNameException(
          "profile name '"
              + Neutralizer.line(name)
              + "' is empty or has a control character; choose another name");
    }
  }

  private AuthJson changed(JsonObject edited) {
    return edited.equals(root) ? this : new AuthJson(edited, null);
  }

  private JsonObject profileMap() {
    return GoObject.object(root, "profiles");
  }

  private JsonObject hostMap() {
    return GoObject.object(root, "hosts");
  }

  private static JsonObject withKey(JsonObject login, ApiKey key) {
    JsonObject typed = GoObject.with(login, "auth_type", new JsonString("api_key"), LOGIN);
    JsonObject bare = GoObject.without(typed, "oauth_credential");
    return GoObject.with(bare, "api_key", new JsonString(key.reveal()), LOGIN);
  }

  /** The login with a secret that is in the keyring. */
  private static JsonObject withoutSecret(JsonObject login, String authType) {
    JsonObject typed = GoObject.with(login, "auth_type", new JsonString(authType), LOGIN);
    return GoObject.without(GoObject.without(typed, "oauth_credential"), "api_key");
  }

  private static AuthProfile login(String name, @Nullable String hostUrl, JsonValue value) {
    JsonObject login = GoObject.asObject(value, name);
    String key = GoObject.string(login, "api_key");
    return new AuthProfile(
        name,
        hostUrl == null ? GoObject.string(login, "remote_url") : hostUrl,
        GoObject.string(login, "auth_type"),
        key.isEmpty() ? null : key,
        GoObject.get(login, "oauth_credential") != null);
  }

  /**
   * A copy in which each named member is removed if it is an empty text, an empty object or null.
   */
  private static JsonObject withoutEmpty(JsonObject object, List<String> names) {
    JsonObject rest = object;
    for (String name : names) {
      JsonValue value = GoObject.get(object, name);
      if (value == null || value.equals(JsonObject.EMPTY) || value.equals(new JsonString(""))) {
        rest = GoObject.without(rest, name);
      }
    }
    return rest;
  }

  /** Reads every member that Go would decode, to find members that Go could not decode. */
  private void checkMembers() {
    JsonValue version = GoObject.get(root, "version");
    if (version != null
        && !(version instanceof JsonNumber number && number.text().matches("-?\\d{1,18}"))) {
      throw new GoObject.MismatchException("version is not a whole number");
    }
    GoObject.string(root, "current");
    profileMap().members().forEach((name, value) -> checkLogin(name, value));
    hostMap()
        .members()
        .forEach(
            (url, value) -> {
              JsonObject host = GoObject.asObject(value, "host " + Neutralizer.line(url));
              GoObject.string(host, "active_user");
              GoObject.object(host, "users").members().forEach(AuthJson::checkLogin);
            });
  }

  private static void checkLogin(String name, JsonValue value) {
    JsonObject login = GoObject.asObject(value, "login " + Neutralizer.line(name));
    GoObject.string(login, "remote_url");
    GoObject.string(login, "auth_type");
    GoObject.string(login, "api_key");
    JsonObject tokens = GoObject.object(login, "oauth_credential");
    GoObject.string(tokens, "access_token");
    GoObject.string(tokens, "refresh_token");
    expiry(tokens);
  }

  private static Optional<Instant> expiry(JsonObject tokens) {
    String text = GoObject.string(tokens, "expiry");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new GoObject.MismatchException("expiry is not a time");
    }
  }

  private static StoreException broken(Path file, @Nullable String problem) {
    return StoreException.in(file, problem + "; correct it, or move the file away");
  }
}
