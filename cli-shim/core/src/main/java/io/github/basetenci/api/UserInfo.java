package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The user or service account to whom a key belongs. The service account of a team's key may have
 * no email and no name. All texts here come from the server: pass them through {@link
 * io.github.basetenci.text.Neutralizer} before you print them.
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
