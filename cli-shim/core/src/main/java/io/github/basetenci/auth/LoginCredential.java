package io.github.basetenci.auth;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.OAuthSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a login proves with who it is: a key, or an access token that ends soon. */
public sealed interface LoginCredential {
  /** The text that must not be shown. */
  Confidential secret();

  /** The part that may be shown: the prefix of a key, and nothing of an access token. */
  String shown();

  /** An API key, which is valid until it is revoked. */
  record Key(ApiKey key) implements LoginCredential {
    @Override
    public Confidential secret() {
      return key;
    }

    @Override
    public String shown() {
      return key.prefix();
    }

    /** {@code PREFIX****}. */
    @Override
    public String toString() {
      return key.toString();
    }
  }

  /**
   * An access token that was given in exchange for an identity token. Nobody can renew it; another
   * exchange gives another token.
   *
   * @param expires when the token ends
   */
  record Token(AccessToken token, Instant expires) implements LoginCredential {
    @Override
    public Confidential secret() {
      return token;
    }

    @Override
    public String shown() {
      return "";
    }

    /** The kind and the end. */
    @Override
    public String toString() {
      return "access token until " + expires.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** The tokens of a login by browser, which whoever has them can renew. */
  record Session(OAuthSession tokens) implements LoginCredential {
    @Override
    public Confidential secret() {
      return tokens.access();
    }

    @Override
    public String shown() {
      return "";
    }

    /** The kind. */
    @Override
    public String toString() {
      return "OAuth login";
    }
  }
}
