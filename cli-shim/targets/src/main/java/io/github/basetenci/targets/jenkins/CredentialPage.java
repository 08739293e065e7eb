package io.github.basetenci.targets.jenkins;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Jenkins shows of a credential to those who may see it.
 *
 * @param description empty if there is none
 * @param displayName the description or the id; for a Baseten API key with the key's public prefix
 */
record CredentialPage(String description, String displayName) {
  private static final Pattern PREFIX = Pattern.compile(" \\(prefix ([^,)]+)[,)].*");

  static CredentialPage read(String json) throws JenkinsException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        return new CredentialPage(orEmpty(object, "description"), orEmpty(object, "displayName"));
      }
    } catch (JsonParseException e) {
      // Said below, as for any other answer.
    }
    throw new JenkinsException("Jenkins does not describe the credential as JSON");
  }

  /** The prefix of the key, which a Baseten API key tells and a secret text does not. */
  Optional<String> prefix(String id) {
    String name = description.isBlank() ? id : description.strip();
    if (!displayName.startsWith(name)) {
      return Optional.empty();
    }
    Matcher matcher = PREFIX.matcher(displayName.substring(name.length()));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Nothing: people write all kinds of things into a description. */
  @Override
  public String toString() {
    return "CredentialPage";
  }

  private static String orEmpty(JsonObject object, String member) {
    String text = object.string(member);
    return text == null ? "" : text;
  }
}
