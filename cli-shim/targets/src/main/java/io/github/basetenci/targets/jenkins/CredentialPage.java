package io.github.basetenci.targets.jenkins;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Jenkins shows of a credential to users who may see it.
 *
 * @param description empty if there is none
 * @param displayName the description or the id; for a Baseten API key, the public prefix of the key
 *     follows
 */
record CredentialPage(String description, String displayName) {
  private static final Pattern PREFIX = Pattern.compile(" \\(prefix ([^,)]+)[,)].*");

  static CredentialPage read(String json) throws JenkinsException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        return of(object);
      }
    } catch (JsonParseException e) {
      // The sentence below is for this answer too.
    }
    throw new JenkinsException("Jenkins does not describe the credential as JSON");
  }

  static CredentialPage of(JsonObject object) {
    return new CredentialPage(orEmpty(object, "description"), orEmpty(object, "displayName"));
  }

  /** The prefix of the key. A Baseten API key shows its prefix, and a secret text does not. */
  Optional<String> prefix(String id) {
    String name = description.isBlank() ? id : description.strip();
    if (!displayName.startsWith(name)) {
      return Optional.empty();
    }
    Matcher matcher = PREFIX.matcher(displayName.substring(name.length()));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Shows no content, because a description may contain anything. */
  @Override
  public String toString() {
    return "CredentialPage";
  }

  private static String orEmpty(JsonObject object, String member) {
    String text = object.string(member);
    return text == null ? "" : text;
  }
}
