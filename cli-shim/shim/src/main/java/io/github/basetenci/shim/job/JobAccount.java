package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.UserInfo;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One login of a job.
 *
 * @param source where the key came from, as messages show it
 * @param user the user of the key; null if the server was not asked, or if the key may not read its
 *     user
 * @param type what the key may do; null if the server was not asked, or if the key may not read its
 *     type
 * @param verified whether the server accepted the key
 */
public record JobAccount(
    LoginPlan plan,
    String source,
    @Nullable UserInfo user,
    @Nullable ApiKeyType type,
    boolean verified) {

  public static JobAccount unverified(LoginPlan plan, String source) {
    return new JobAccount(plan, source, null, null, false);
  }

  JobAccount verified(@Nullable UserInfo asked, @Nullable ApiKeyType listed) {
    return new JobAccount(plan, source, asked, listed, true);
  }

  /** The login with the minted key in place of the minting key. */
  JobAccount minted(ApiKey key, ApiKeyType asked) {
    UserInfo sameWorkspace =
        user == null ? null : new UserInfo("", null, null, user.workspaceName());
    return new JobAccount(
        plan.withCredential(new LoginCredential.Key(key)), source, sameWorkspace, asked, verified);
  }

  /** When the access token expires, in UTC and whole seconds; empty for a key. */
  public String expiresAt() {
    return plan.credential() instanceof LoginCredential.Token token
        ? token.expires().truncatedTo(ChronoUnit.SECONDS).toString()
        : "";
  }

  public String typeName() {
    return type == null ? "unknown" : type.value();
  }

  public String workspace() {
    String name = user == null ? null : user.workspaceName();
    return name == null ? "" : name;
  }

  /**
   * Has the members of the result of {@code baseten-ci auth login -o json}, and the type of the
   * key.
   */
  private JsonObject toJson() {
    return JsonObject.EMPTY
        .with("profile", plan.profile())
        .with("user_id", user == null ? "" : user.userId())
        .with("email", orEmpty(user == null ? null : user.email()))
        .with("name", orEmpty(user == null ? null : user.name()))
        .with("workspace_name", workspace())
        .with("remote", plan.remote())
        .with("remote_url", plan.url().toString())
        .with("key_prefix", plan.credential().shown())
        .with("key_type", typeName())
        .with("expires_at", expiresAt())
        .with("source", source)
        .with("verified", new JsonBoolean(verified));
  }

  /**
   * All logins of a job.
   *
   * @param trussrc the path of the trussrc as later steps see it; empty for none
   * @param config the directory of auth.json as later steps see it; empty for none
   */
  public static JsonObject result(List<JobAccount> accounts, String trussrc, String config) {
    List<JsonValue> logins = new ArrayList<>();
    accounts.forEach(account -> logins.add(account.toJson()));
    return JsonObject.EMPTY
        .with("logins", new JsonArray(logins))
        .with("trussrc_path", trussrc)
        .with("config_dir", config);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
