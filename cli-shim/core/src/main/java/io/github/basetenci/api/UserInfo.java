package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Who a key belongs to. The service account behind a team's key may have no email and no name. Its
 * texts come from the server: pass them through {@link io.github.basetenci.text.Neutralizer} before
 * they are printed.
 *
 * @param userId identifies the user or the service account
 * @param email null if the server sends none
 * @param name null if the server sends none
 * @param workspaceName null if the server sends none
 */
public record UserInfo(
    String userId, @Nullable String email, @Nullable String name, @Nullable String workspaceName) {
  static UserInfo read(JsonObject json) throws MalformedAnswerException {
    return new UserInfo(
        Fields.required(json, "user_id"),
        json.string("email"),
        json.string("name"),
        json.string("workspace_name"));
  }
}
