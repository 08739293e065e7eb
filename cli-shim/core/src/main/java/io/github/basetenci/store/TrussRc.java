package io.github.basetenci.store;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trussrc, with one section for each remote. An instance is immutable: a change gives a copy,
 * in which all other bytes stay unchanged. The facts about the format come from truss's {@code
 * remote_factory.py}.
 */
public final class TrussRc {
  static final Set<String> OAUTH_SECRETS =
      Set.of("oauth_access_token", "oauth_refresh_token", "oauth_expires_at");

  /**
   * What stands for the refresh token of an access token that has none. Truss refuses a section
   * without a refresh token, and asks for a new access token with this word in the last minute of
   * the old one.
   */
  static final String NO_REFRESH_TOKEN = "none";

  private static final String API_KEY = "api_key";

  private static final Pattern UNIX_SECONDS = Pattern.compile("[0-9]{1,12}");

  private final Path file;
  private final IniDocument document;

  private TrussRc(Path file, IniDocument document) {
    this.file = file;
    this.document = document;
  }

  /**
   * The content of a trussrc that does not exist yet.
   *
   * @param file the path that it will have, for messages
   */
  public static TrussRc empty(Path file) throws StoreException {
    return parse(file, new byte[0]);
  }

  /**
   * Reads a trussrc. An empty file is a trussrc without remotes.
   *
   * @param file the file that the bytes are from, for messages
   * @throws StoreException if truss could not read the bytes; the message names file and line
   */
  public static TrussRc parse(Path file, byte[] bytes) throws StoreException {
    try {
      return new TrussRc(file, IniDocument.parse(bytes));
    } catch (IniSyntaxException e) {
      throw broken(file, e);
    }
  }

  /** The names of the remotes, in file order. */
  public List<String> remotes() {
    return document.sections();
  }

  /**
   * What truss reads for a remote.
   *
   * @throws StoreException if truss could not load the section; it names file and line
   */
  public Optional<TrussRemote> remote(String name) throws StoreException {
    if (!document.has(name)) {
      return Optional.empty();
    }
    return Optional.of(TrussRemote.of(name, values(document, name)));
  }

  /** The keys of all sections that truss could load, as truss reads them. */
  public List<String> apiKeys() {
    List<String> keys = new ArrayList<>();
    for (String name : remotes()) {
      try {
        remote(name).map(TrussRemote::apiKey).ifPresent(keys::add);
      } catch (StoreException e) {
        // The code that needs this section reports what is wrong with it.
      }
    }
    return keys;
  }

  /**
   * The OAuth tokens that the file contains for a remote; empty if there is no access token.
   *
   * @throws StoreException if truss could not load the section; it names file and line
   */
  public Optional<OAuthTokens> oauth(String name) throws StoreException {
    Map<String, String> section = document.has(name) ? values(document, name) : Map.of();
    if (section.getOrDefault("oauth_access_token", "").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OAuthTokens(
            unixTime(section.getOrDefault("oauth_expires_at", "")),
            !Set.of("", NO_REFRESH_TOKEN)
                .contains(section.getOrDefault("oauth_refresh_token", ""))));
  }

  /**
   * The access token of a remote that cannot be renewed; empty for every other login.
   *
   * @throws StoreException if truss could not load the section; it names file and line
   */
  public Optional<AccessToken> fixedToken(String name) throws StoreException {
    return oauth(name).filter(tokens -> !tokens.renewable()).isEmpty()
        ? Optional.empty()
        : AccessToken.stored(values(document, name).getOrDefault("oauth_access_token", ""));
  }

  /** The access tokens of all sections that truss could load and that cannot be renewed. */
  public List<AccessToken> fixedTokens() {
    List<AccessToken> tokens = new ArrayList<>();
    for (String name : remotes()) {
      try {
        fixedToken(name).ifPresent(tokens::add);
      } catch (StoreException e) {
        // The code that needs this section reports what is wrong with it.
      }
    }
    return tokens;
  }

  /**
   * The tokens of a login by browser; empty for every other login, and if a part is not in the
   * file.
   *
   * @throws StoreException if truss could not load the section; it names file and line
   */
  public Optional<OAuthSession> session(String name) throws StoreException {
    Map<String, String> section = document.has(name) ? values(document, name) : Map.of();
    Optional<AccessToken> access =
        AccessToken.stored(section.getOrDefault("oauth_access_token", ""));
    Optional<OAuthGrant> refresh =
        OAuthGrant.stored(section.getOrDefault("oauth_refresh_token", ""));
    Optional<Instant> expires = unixTime(section.getOrDefault("oauth_expires_at", ""));
    return TrussRemote.of(name, section).oauth()
            && access.isPresent()
            && refresh.filter(token -> !token.reveal().equals(NO_REFRESH_TOKEN)).isPresent()
            && expires.isPresent()
        ? Optional.of(new OAuthSession(access.get(), refresh.get(), expires.get()))
        : Optional.empty();
  }

  /** The tokens of all logins by browser in sections that truss could load. */
  public List<OAuthSession> sessions() {
    List<OAuthSession> sessions = new ArrayList<>();
    for (String name : remotes()) {
      try {
        session(name).ifPresent(sessions::add);
      } catch (StoreException e) {
        // The code that needs this section reports what is wrong with it.
      }
    }
    return sessions;
  }

  private static Optional<Instant> unixTime(String seconds) {
    return UNIX_SECONDS.matcher(seconds).matches()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
        : Optional.empty();
  }

  /**
   * Logs a remote in with an API key. An existing section keeps its team (unless a team is given),
   * unknown options, comments and order, and loses its OAuth tokens. A new section is written as
   * truss writes it.
   *
   * @param remote a name that {@link #checkName} accepts, or a name that is already in the file
   * @param team the default team for pushes; null leaves the team unchanged
   * @throws StoreException if truss would not read the wanted options from the changed section
   */
  public TrussRc withLogin(String remote, String remoteUrl, ApiKey key, @Nullable String team)
      throws StoreException {
    Map<String, String> login = login(remoteUrl, API_KEY);
    login.put(API_KEY, key.reveal());
    return withLogin(remote, login, team, OAUTH_SECRETS, "beside an API key");
  }

  /**
   * Logs a remote in with an access token that cannot be renewed. An existing section keeps what it
   * keeps in {@link #withLogin}, and loses its API key.
   *
   * @param expires when the token ends; it is written in whole seconds
   * @throws StoreException if truss would not read the wanted options from the changed section
   */
  public TrussRc withToken(
      String remote, String remoteUrl, AccessToken token, Instant expires, @Nullable String team)
      throws StoreException {
    return withOAuth(remote, remoteUrl, token, NO_REFRESH_TOKEN, expires, team);
  }

  /**
   * Logs a remote in with the tokens of a login by browser. An existing section keeps what it keeps
   * in {@link #withLogin}, and loses its API key.
   *
   * @throws StoreException if truss would not read the wanted options from the changed section
   */
  public TrussRc withSession(
      String remote, String remoteUrl, OAuthSession session, @Nullable String team)
      throws StoreException {
    return withOAuth(
        remote, remoteUrl, session.access(), session.refresh().reveal(), session.expires(), team);
  }

  /**
   * Logs a remote in with OAuth tokens that are in the keyring: the file gets no secret. An
   * existing section keeps what it keeps in {@link #withLogin}, and loses its secrets.
   *
   * @throws StoreException if truss would not read the wanted options from the changed section
   */
  public TrussRc withKeyringTokens(String remote, String remoteUrl, @Nullable String team)
      throws StoreException {
    Set<String> secrets = new HashSet<>(OAUTH_SECRETS);
    secrets.add(API_KEY);
    return withLogin(remote, login(remoteUrl, "oauth"), team, secrets, "beside a keyring");
  }

  private TrussRc withOAuth(
      String remote,
      String remoteUrl,
      AccessToken access,
      String refresh,
      Instant expires,
      @Nullable String team)
      throws StoreException {
    Map<String, String> login = login(remoteUrl, "oauth");
    login.put("oauth_access_token", access.reveal());
    login.put("oauth_refresh_token", refresh);
    login.put("oauth_expires_at", Long.toString(expires.getEpochSecond()));
    return withLogin(remote, login, team, Set.of(API_KEY), "beside OAuth tokens");
  }

  private static Map<String, String> login(String remoteUrl, String authType) {
    Map<String, String> login = new LinkedHashMap<>();
    login.put("remote_provider", "baseten");
    login.put("remote_url", remoteUrl);
    login.put("auth_type", authType);
    return login;
  }

  private TrussRc withLogin(
      String remote,
      Map<String, String> login,
      @Nullable String team,
      Set<String> others,
      String beside)
      throws StoreException {
    if (team != null) {
      login.put("team", team);
    }
    try {
      IniDocument edited = document.with(remote, login, others);
      Map<String, String> read = values(edited, remote);
      if (!read.entrySet().containsAll(login.entrySet())) {
        throw StoreException.in(
            file, "the login cannot be stored as given; use a URL and a team of one line each");
      }
      for (String secret : others) {
        if (read.containsKey(secret)) {
          throw StoreException.in(
              file,
              "[DEFAULT] gives every remote "
                  + secret
                  + ", which truss refuses "
                  + beside
                  + "; remove it there");
        }
      }
      return new TrussRc(file, edited);
    } catch (IniEditException e) {
      throw StoreException.in(file, e.getMessage());
    }
  }

  /** Sets the default team of a remote, which must exist. */
  public TrussRc withTeam(String remote, String team) throws StoreException {
    return withOption(remote, "team", team);
  }

  /** Sets the URL of a remote, which must exist. */
  public TrussRc withRemoteUrl(String remote, String remoteUrl) throws StoreException {
    return withOption(remote, "remote_url", remoteUrl);
  }

  private TrussRc withOption(String remote, String option, String value) throws StoreException {
    if (!document.has(remote)) {
      throw new IllegalArgumentException("no such remote");
    }
    try {
      IniDocument edited = document.with(remote, Map.of(option, value), Set.of());
      if (!value.equals(values(edited, remote).get(option))) {
        throw StoreException.in(file, option + " cannot be stored as given; use one line");
      }
      return new TrussRc(file, edited);
    } catch (IniEditException e) {
      throw StoreException.in(file, e.getMessage());
    }
  }

  /**
   * Removes a remote of any kind. If the remote does not exist, nothing changes.
   *
   * @throws StoreException if truss would read other options from the rest of the file
   */
  public TrussRc without(String remote) throws StoreException {
    try {
      return document.has(remote) ? new TrussRc(file, document.without(remote)) : this;
    } catch (IniEditException e) {
      throw StoreException.in(file, e.getMessage());
    }
  }

  /** The bytes of the file. */
  public byte[] toBytes() {
    return document.toBytes();
  }

  /** Whether the file is empty. */
  public boolean isEmpty() {
    return toBytes().length == 0;
  }

  /**
   * Checks that every version of truss can store this name of a remote, and that a file name can be
   * made from it.
   *
   * @throws InvalidNameException for an empty name, {@code DEFAULT}, a character outside printable
   *     ASCII, one of {@code [ ] / \}, two dots in a row, or a blank at either end
   */
  public static void checkName(String remote) throws InvalidNameException {
    String problem = null;
    if (remote.isEmpty()) {
      problem = "is empty";
    } else if (remote.equals(IniReader.DEFAULT)) {
      problem = "stands for the defaults of all remotes in the trussrc";
    } else if (remote.equals("<environment>")) {
      problem = "is what truss calls a remote that comes from variables";
    } else if (!remote.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      problem = "has a character outside printable ASCII";
    } else if (remote.chars().anyMatch(c -> "[]/\\".indexOf(c) >= 0)) {
      problem = "has one of the characters [ ] / \\";
    } else if (remote.contains("..")) {
      problem = "has two dots in a row";
    } else if (!remote.strip().equals(remote)) {
      problem = "has a blank at its beginning or end";
    }
    if (problem != null) {
      throw new InvalidNameException(
          "remote name '" + Neutralizer.line(remote) + "' " + problem + "; choose another name");
    }
  }

  private Map<String, String> values(IniDocument from, String remote) throws StoreException {
    try {
      return from.values(remote);
    } catch (IniSyntaxException e) {
      throw broken(file, e);
    }
  }

  private static StoreException broken(Path file, IniSyntaxException e) {
    return StoreException.in(file, e.getMessage() + "; correct it, or move the file away");
  }
}
