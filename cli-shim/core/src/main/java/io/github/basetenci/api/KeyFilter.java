package io.github.basetenci.api;

import org.jspecify.annotations.Nullable;

/**
 * Which keys a list has.
 *
 * @param type only keys of this type; null for all types
 * @param createdByMe only keys that the caller created
 */
public record KeyFilter(@Nullable ApiKeyType type, boolean createdByMe) {
  /** Every key. */
  public static final KeyFilter ALL = new KeyFilter(null, false);

  /** The query of the request, with its question mark; empty for every key. */
  String query() {
    String query = type == null ? "" : "&type=" + ManagementApi.encoded(type.value());
    query += createdByMe ? "&created_by_me=true" : "";
    return query.isEmpty() ? "" : "?" + query.substring(1);
  }

  /** Whether a key may be in the list, for a server that does not know the filter. */
  boolean lets(ApiKeyInfo key) {
    return type == null || type.equals(key.type());
  }
}
