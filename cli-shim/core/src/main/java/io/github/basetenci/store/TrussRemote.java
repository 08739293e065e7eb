package io.github.basetenci.store;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A section of the trussrc as truss reads it, with {@code [DEFAULT]} and {@code %} resolved. A
 * missing option is null.
 *
 * @param name the section
 * @param remoteProvider the provider; truss refuses a remote whose provider is not {@code baseten}
 * @param authType {@code api_key}, {@code oauth}, or another word, which truss ignores
 * @param apiKey the key as it is written in the file; it need not be a valid key
 * @param tokens the parts of an OAuth login that exist
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
   * The parts of an OAuth login that exist.
   *
   * @param inFile the names of the OAuth options that have a value in the file
   * @param used whether truss uses the remote with OAuth tokens, from the file or from the keyring
   */
  public record Tokens(Set<String> inFile, boolean used) {}

  /** Whether truss uses this remote with OAuth tokens, from the file or from the keyring. */
  public boolean oauth() {
    return tokens.used();
  }

  /** Whether the file contains an access token. Truss prefers an access token to any key. */
  public boolean hasAccessToken() {
    return tokens.inFile().contains("oauth_access_token");
  }

  /**
   * Whether the file contains all options that an OAuth login needs. If it does not, truss asks the
   * keyring.
   */
  public boolean hasAllTokens() {
    return tokens.inFile().equals(TrussRc.OAUTH_SECRETS);
  }

  /**
   * Whether truss looks for the secret in the system keyring: the auth_type is a known one, and an
   * option that this type needs is missing in the file.
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

  /** Shows all parts except the key. */
  @Override
  public String toString() {
    return Stream.of(name, remoteUrl, authType, team).map(String::valueOf).toList().toString();
  }
}
