package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;

/**
 * What an organization says about new keys. A server that does not say it allows them, as far as
 * can be known.
 *
 * @param forbidsPersonalKeys whether people may create no personal keys
 * @param forbidsServiceAccountKeys whether no keys of teams and of the organization may be created
 */
record Organization(boolean forbidsPersonalKeys, boolean forbidsServiceAccountKeys) {
  static Organization read(JsonObject json) {
    return new Organization(
        isFalse(json, "allow_personal_api_keys"), isFalse(json, "allow_service_account_api_keys"));
  }

  boolean forbids(ApiKeyType type) {
    return type.equals(ApiKeyType.PERSONAL) ? forbidsPersonalKeys : forbidsServiceAccountKeys;
  }

  private static boolean isFalse(JsonObject json, String name) {
    return json.get(name) instanceof JsonBoolean allowed && !allowed.value();
  }
}
