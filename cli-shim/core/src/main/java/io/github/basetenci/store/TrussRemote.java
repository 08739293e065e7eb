package io.github.basetenci.store;

import java.util.Map;
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
 * @param inlineSecret whether any secret stands in the file; otherwise truss asks the keyring
 * @param oauth whether truss uses this remote with OAuth tokens, wherever they are
 * @param team the default team for pushes
 */
public record TrussRemote(
    String name,
    @Nullable String remoteProvider,
    @Nullable String remoteUrl,
    @Nullable String authType,
    @Nullable String apiKey,
    boolean inlineSecret,
    boolean oauth,
    @Nullable String team) {

  static TrussRemote of(String name, Map<String, String> values) {
    String authType = values.get("auth_type");
    boolean typed = "api_key".equals(authType) || "oauth".equals(authType);
    boolean secret =
        values.containsKey("api_key")
            || TrussRc.OAUTH_SECRETS.stream().anyMatch(values::containsKey);
    return new TrussRemote(
        name,
        values.get("remote_provider"),
        values.get("remote_url"),
        authType,
        values.get("api_key"),
        secret,
        typed ? "oauth".equals(authType) : values.containsKey("oauth_access_token"),
        values.get("team"));
  }

  /** Everything but the key. */
  @Override
  public String toString() {
    return Stream.of(name, remoteUrl, authType, team).map(String::valueOf).toList().toString();
  }
}
