package io.github.basetenci.store;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A section of the trussrc as truss reads it, {@code [DEFAULT]} and {@code %} resolved. Null is an
 * option that is not there.
 *
 * @param name the section
 * @param remoteProvider {@code baseten}, else truss refuses the remote
 * @param authType {@code api_key}, {@code oauth}, or a word that truss treats like none
 * @param apiKey the key as it stands, which need not be a valid one
 * @param tokens what there is of an OAuth login
 * @param team the default team for pushes
 */
public record TrussRemote(
    String name,
    @Nullable String remoteProvider,
    @Nullable String remoteUrl,
    @Nullable String authType,
    @Nullable String apiKey,
    Tokens tokens,
    @Nullable String team) {

  /**
   * What there is of an OAuth login.
   *
   * @param inFile the names of the OAuth options that have a value in the file
   * @param used whether truss uses the remote with OAuth tokens, wherever they are
   */
  public record Tokens(Set<String> inFile, boolean used) {}

  /** Whether truss uses this remote with OAuth tokens, wherever they are. */
  public boolean oauth() {
    return tokens.used();
  }

  /** Whether the file holds an access token, which truss prefers to any key. */
  public boolean hasAccessToken() {
    return tokens.inFile().contains("oauth_access_token");
  }

  /** Whether the file holds all that an OAuth login needs; otherwise truss asks the keyring. */
  public boolean hasAllTokens() {
    return tokens.inFile().equals(TrussRc.OAUTH_SECRETS);
  }

  /**
   * Whether truss looks for the secret in the system keyring: the auth_type is a known one, and the
   * file lacks what it needs.
   */
  public boolean inKeyring() {
    return "oauth".equals(authType)
        ? !hasAllTokens()
        : "api_key".equals(authType) && apiKey == null;
  }

  static TrussRemote of(String name, Map<String, String> values) {
    String authType = values.get("auth_type");
    boolean typed = "api_key".equals(authType) || "oauth".equals(authType);
    return new TrussRemote(
        name,
        values.get("remote_provider"),
        values.get("remote_url"),
        authType,
        values.get("api_key"),
        new Tokens(
            TrussRc.OAUTH_SECRETS.stream()
                .filter(option -> !values.getOrDefault(option, "").isEmpty())
                .collect(Collectors.toUnmodifiableSet()),
            typed ? "oauth".equals(authType) : values.containsKey("oauth_access_token")),
        values.get("team"));
  }

  /** Everything but the key. */
  @Override
  public String toString() {
    return Stream.of(name, remoteUrl, authType, team).map(String::valueOf).toList().toString();
  }
}
