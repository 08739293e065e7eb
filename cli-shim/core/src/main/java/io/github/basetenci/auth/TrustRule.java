package io.github.basetenci.auth;

import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trust rule of Baseten, and what is asked of it. A rule has two texts that are easily swapped:
 * its id, and the audience that identity tokens for it must have.
 *
 * @param id the id of the rule, as Baseten shows it
 * @param audience what the {@code aud} of the identity token must be or contain
 * @param lifetime how long the access token is to live, one minute to one hour; null for as long as
 *     the rule allows
 */
public record TrustRule(String id, String audience, @Nullable Duration lifetime) {
  /** The form of the ids that Baseten's documentation shows, such as {@code abcd1234}. */
  private static final Pattern LIKE_AN_ID = Pattern.compile("(?=.*[0-9])[A-Za-z0-9]{8}");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  /** The longest audience that Baseten accepts in a rule. */
  private static final int LONGEST_AUDIENCE = 1024;

  public TrustRule {
    String problem = problem(id, audience, lifetime);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /**
   * A rule as a user names it.
   *
   * @throws AuthException if a part cannot be what it is given for, or if two parts are swapped
   */
  public static TrustRule of(String id, String audience, @Nullable Duration lifetime)
      throws AuthException {
    String problem = problem(id, audience, lifetime);
    if (problem != null) {
      throw AuthException.usage(problem);
    }
    return new TrustRule(id, audience, lifetime);
  }

  private static @Nullable String problem(String id, String audience, @Nullable Duration lifetime) {
    if (id.isEmpty()) {
      return "the id of the trust rule is empty";
    }
    boolean unusable = !ID.matcher(id).matches();
    if (LIKE_AN_ID.matcher(audience).matches() && !LIKE_AN_ID.matcher(id).matches()) {
      return "the id of the trust rule and the audience are swapped: the audience '"
          + audience
          + "' looks like the id of a rule";
    }
    if (unusable) {
      // The text is not quoted, because it may be a key.
      return "the id of the trust rule "
          + (id.indexOf(':') >= 0 || id.indexOf('/') >= 0
              ? "has a ':' or a '/', as audiences have and ids have not"
              : "has other characters than letters, digits, '-' and '_'")
          + "; give the id that Baseten shows for the rule, such as abcd1234";
    }
    if (isToken(audience)) {
      return "the audience is an identity token; give the audience that the trust rule names";
    }
    if (audience.equals(id)) {
      return "the audience is the id of the trust rule; give the audience that the rule names";
    }
    if (audience.isEmpty()
        || audience.length() > LONGEST_AUDIENCE
        || !audience.equals(Neutralizer.line(audience))) {
      return "the audience is empty, longer than "
          + LONGEST_AUDIENCE
          + " characters, or not on one line; give the audience that the trust rule names";
    }
    if (lifetime != null
        && (lifetime.compareTo(IdentityExchange.SHORTEST) < 0
            || lifetime.compareTo(IdentityExchange.LONGEST) > 0)) {
      return "the lifetime of an access token is "
          + IdentityExchange.SHORTEST.toSeconds()
          + " to "
          + IdentityExchange.LONGEST.toSeconds()
          + " seconds, not "
          + lifetime.toSeconds();
    }
    return null;
  }

  private static boolean isToken(String text) {
    try {
      IdentityToken.of(text);
      return true;
    } catch (InvalidIdentityTokenException e) {
      return false;
    }
  }
}
