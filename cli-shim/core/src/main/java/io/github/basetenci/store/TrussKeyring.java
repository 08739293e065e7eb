package io.github.basetenci.store;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code truss} keeps in the keyring: a JSON object for each remote, as Python's {@code
 * json.dumps} writes it. Versions from 0.18.18 on write OAuth tokens alone, and still read API
 * keys. The facts come from truss's {@code remote_factory.py}.
 */
public final class TrussKeyring {
  private static final String SERVICE = "baseten-truss";

  private TrussKeyring() {}

  /** The entry of a remote. */
  public static KeyringEntry entry(String remote) {
    return new KeyringEntry(KeyringEntry.Library.PYTHON_KEYRING, SERVICE, remote);
  }

  /**
   * The text for a secret, as truss writes it.
   *
   * @throws IllegalArgumentException for tokens whose end is not known, which truss cannot store
   */
  public static String text(LoginSecret secret) {
    StringBuilder out = new StringBuilder("{");
    if (secret instanceof OAuthSecret tokens) {
      OAuthSession session = tokens.session();
      if (session.expires().equals(OAuthSession.NEVER)) {
        throw new IllegalArgumentException("truss needs an end of the token");
      }
      member(out, "auth_type", "oauth");
      member(out, "oauth_access_token", session.access().reveal());
      member(out, "oauth_refresh_token", session.refresh().reveal());
      member(out, "oauth_expires_at", Long.toString(session.expires().getEpochSecond()));
    } else if (secret instanceof KeySecret key) {
      member(out, "auth_type", "api_key");
      member(out, "api_key", key.key().reveal());
    }
    return out.append('}').toString();
  }

  /** Keys and tokens are visible ASCII, of which JSON escapes two characters. */
  private static void member(StringBuilder out, String name, String value) {
    out.append(out.length() == 1 ? "\"" : ", \"").append(name).append("\": \"");
    out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  /**
   * Reads what truss wrote.
   *
   * @param remote the remote, for messages
   * @param authType the {@code auth_type} of the remote's section, which the entry must have too
   * @throws StoreException if truss could not use the text; the message names the remote
   */
  public static LoginSecret parse(String remote, String authType, String text)
      throws StoreException {
    try {
      if (!(Json.parse(text) instanceof JsonObject entry)
          || !authType.equals(entry.string("auth_type"))) {
        throw broken(remote);
      }
      return switch (authType) {
        case "api_key" -> new KeySecret(ApiKey.of(member(entry, "api_key")));
        case "oauth" ->
            new OAuthSecret(
                new OAuthSession(
                    AccessToken.of(member(entry, "oauth_access_token")),
                    OAuthGrant.of(member(entry, "oauth_refresh_token")),
                    Instant.ofEpochSecond(seconds(entry.get("oauth_expires_at")))));
        default -> throw broken(remote);
      };
    } catch (JsonParseException | InvalidKeyException | NumberFormatException e) {
      throw broken(remote);
    }
  }

  private static String member(JsonObject entry, String name) {
    String value = entry.string(name);
    return value == null ? "" : value;
  }

  /** Python reads the seconds from a string and from a number. */
  private static long seconds(@Nullable JsonValue value) {
    String text =
        value instanceof JsonString string
            ? string.value()
            : value instanceof JsonNumber number ? number.text() : "";
    if (text.length() > 12) {
      throw new NumberFormatException("no time");
    }
    return Long.parseLong(text);
  }

  private static StoreException broken(String remote) {
    return new StoreException(
        "the keyring's entry for remote '"
            + Neutralizer.line(remote)
            + "' is not one that truss can use; log in again");
  }
}
