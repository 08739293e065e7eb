package io.github.basetenci.action;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One login of this step.
 *
 * @param source where its key came from, as messages show it
 * @param user who the key is, or null when that was not asked or may not be told
 * @param type what the key may do, or null in the same cases
 * @param verified whether the server accepted the key
 */
record Account(
    LoginPlan plan,
    String source,
    @Nullable UserInfo user,
    @Nullable ApiKeyType type,
    boolean verified) {

  static Account unverified(LoginPlan plan, String source) {
    return new Account(plan, source, null, null, false);
  }

  Account verified(@Nullable UserInfo asked, @Nullable ApiKeyType listed) {
    return new Account(plan, source, asked, listed, true);
  }

  String typeName() {
    return type == null ? "unknown" : type.value();
  }

  String workspace() {
    String name = user == null ? null : user.workspaceName();
    return name == null ? "" : name;
  }

  /** With the members of the result of {@code baseten-ci auth login -o json}, and the type. */
  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("profile", plan.profile())
        .with("user_id", user == null ? "" : user.userId())
        .with("email", orEmpty(user == null ? null : user.email()))
        .with("name", orEmpty(user == null ? null : user.name()))
        .with("workspace_name", workspace())
        .with("remote", plan.remote())
        .with("remote_url", plan.url().toString())
        .with("key_prefix", plan.key().prefix())
        .with("key_type", typeName())
        .with("source", source)
        .with("verified", new JsonBoolean(verified));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
