package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An unrevoked key as the server lists it, without its secret.
 *
 * @param prefix identifies the key; it is not secret
 * @param type what the key may do
 * @param name null for a key without one
 * @param modelIds the models to which the key is limited; null or empty for no limit
 * @param teamName the name of the key's team, null for a key without team
 * @param owner the person to whom the key belongs, null for a key that is not personal
 * @param times when the key was created and used, as far as the server sends it
 */
public record ApiKeyInfo(
    String prefix,
    ApiKeyType type,
    @Nullable String name,
    @Nullable List<String> modelIds,
    @Nullable String teamName,
    @Nullable Owner owner,
    Times times) {

  /** A key whose times are not known. */
  public ApiKeyInfo(
      String prefix,
      ApiKeyType type,
      @Nullable String name,
      @Nullable List<String> modelIds,
      @Nullable String teamName,
      @Nullable Owner owner) {
    this(prefix, type, name, modelIds, teamName, owner, Times.UNKNOWN);
  }

  /**
   * When a key was created and used.
   *
   * @param createdAt null if the server sends none
   * @param lastUsedAt null if the server sends none. The server may update this time late, so null
   *     or an old time does not prove that nobody uses the key
   * @param lastUseTold whether the server says anything about the last use, be it only that it does
   *     not know the time. Older servers do not mention it
   */
  public record Times(
      @Nullable Instant createdAt, @Nullable Instant lastUsedAt, boolean lastUseTold) {
    static final Times UNKNOWN = new Times(null, null, false);

    /** Times of a server that says when keys were last used. */
    public Times(@Nullable Instant createdAt, @Nullable Instant lastUsedAt) {
      this(createdAt, lastUsedAt, true);
    }
  }

  /** When the key was created, null if the server sends no time. */
  public @Nullable Instant createdAt() {
    return times.createdAt();
  }

  /** When the key was last used, null if the server sends no time; see {@link Times}. */
  public @Nullable Instant lastUsedAt() {
    return times.lastUsedAt();
  }

  /** The key with this prefix in a list; empty if there is none. */
  public static Optional<ApiKeyInfo> find(List<ApiKeyInfo> keys, String prefix) {
    return keys.stream().filter(key -> key.hasPrefix(prefix)).findFirst();
  }

  /** Whether the key has this prefix. */
  public boolean hasPrefix(String other) {
    return prefix.equals(other);
  }

  /**
   * The person to whom a personal key belongs.
   *
   * @param userId identifies the person
   * @param email null if the server sends none
   * @param name null if the server sends none
   */
  public record Owner(String userId, @Nullable String email, @Nullable String name) {}

  static ApiKeyInfo read(JsonObject json) throws MalformedAnswerException {
    return new ApiKeyInfo(
        Fields.required(json, "prefix"),
        new ApiKeyType(Fields.required(json, "type")),
        json.string("name"),
        json.get("model_ids") instanceof JsonArray ids ? Fields.strings(ids) : null,
        json.string("team_name"),
        json.get("owner") instanceof JsonObject owner ? owner(owner) : null,
        new Times(
            Fields.time(json, "created_at"),
            Fields.time(json, "last_used_at"),
            json.get("last_used_at") != null));
  }

  private static Owner owner(JsonObject json) throws MalformedAnswerException {
    return new Owner(Fields.required(json, "user_id"), json.string("email"), json.string("name"));
  }
}
