package io.github.basetenci.store;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.text.Neutralizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * What {@code baseten} keeps in the keyring: the API key as it is, or a compact JSON object with
 * OAuth tokens. The facts come from baseten-cli's {@code internal/auth/store.go}.
 */
public final class BasetenKeyring {
  private static final String SERVICE = "baseten-profile";
  private static final String OLDER_SERVICE = "baseten:";

  private BasetenKeyring() {}

  /** The entry of a profile, in versions from 0.2 on. */
  public static KeyringEntry entry(String profile) {
    return new KeyringEntry(KeyringEntry.Library.GO_KEYRING, SERVICE, profile);
  }

  /** The entry of a labelled user at a remote URL, in version 0.1. */
  public static KeyringEntry olderEntry(String remoteUrl, String label) {
    return new KeyringEntry(KeyringEntry.Library.GO_KEYRING, OLDER_SERVICE + remoteUrl, label);
  }

  /** The text for a secret, as baseten writes it. */
  public static String text(LoginSecret secret) {
    if (secret instanceof OAuthSecret tokens) {
      OAuthSession session = tokens.session();
      Instant end =
          session.expires().equals(OAuthSession.NEVER) ? AuthJson.NEVER : session.expires();
      return Json.compact(
          JsonObject.EMPTY
              .with("access_token", session.access().reveal())
              .with("refresh_token", session.refresh().reveal())
              .with("expiry", end.truncatedTo(ChronoUnit.SECONDS).toString()));
    }
    return ((KeySecret) secret).key().reveal();
  }

  /**
   * Reads what baseten wrote.
   *
   * @param profile the profile or the label, for messages
   * @param authType the {@code auth_type} of the profile, which says what the text is
   * @throws StoreException if baseten could not use the text; the message names the profile
   */
  public static LoginSecret parse(String profile, String authType, String text)
      throws StoreException {
    try {
      if (authType.equals("api_key")) {
        return new KeySecret(ApiKey.of(text));
      }
      if (!authType.equals("oauth")) {
        throw broken(profile);
      }
      JsonObject entry = GoObject.asObject(Json.parse(text), "the entry");
      return new OAuthSecret(
          new OAuthSession(
              AccessToken.of(GoObject.string(entry, "access_token")),
              OAuthGrant.of(GoObject.string(entry, "refresh_token")),
              expires(GoObject.string(entry, "expiry"))));
    } catch (JsonParseException
        | InvalidKeyException
        | DateTimeException
        | GoObject.MismatchException e) {
      throw broken(profile);
    }
  }

  private static Instant expires(String expiry) {
    Instant end = expiry.isEmpty() ? AuthJson.NEVER : OffsetDateTime.parse(expiry).toInstant();
    return end.equals(AuthJson.NEVER) ? OAuthSession.NEVER : end;
  }

  private static StoreException broken(String profile) {
    return new StoreException(
        "the keyring's entry for profile '"
            + Neutralizer.line(profile)
            + "' is not one that baseten can use; log in again");
  }
}
