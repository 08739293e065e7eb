package io.github.basetenci.api;

import java.util.List;

/**
 * What an API key may do. The server may add types, so values other than the known types are
 * possible.
 *
 * @param value the name that the management API uses
 */
public record ApiKeyType(String value) {
  /** The key acts as its user. */
  public static final ApiKeyType PERSONAL = new ApiKeyType("PERSONAL");

  /** The key deploys, calls and manages within its team. */
  public static final ApiKeyType WORKSPACE_MANAGE_ALL = new ApiKeyType("WORKSPACE_MANAGE_ALL");

  /** The key calls models. */
  public static final ApiKeyType WORKSPACE_INVOKE = new ApiKeyType("WORKSPACE_INVOKE");

  /** The key exports metrics. */
  public static final ApiKeyType WORKSPACE_EXPORT_METRICS =
      new ApiKeyType("WORKSPACE_EXPORT_METRICS");

  /** The key manages keys. */
  public static final ApiKeyType WORKSPACE_MANAGE_API_KEYS =
      new ApiKeyType("WORKSPACE_MANAGE_API_KEYS");

  /** The key calls the routes that the {@code baseten} command sets up. */
  public static final ApiKeyType ROUTES = new ApiKeyType("ROUTES");

  /** The types that this library knows, in the order of the help texts. */
  public static final List<ApiKeyType> KNOWN =
      List.of(
          PERSONAL,
          WORKSPACE_MANAGE_ALL,
          WORKSPACE_INVOKE,
          WORKSPACE_EXPORT_METRICS,
          WORKSPACE_MANAGE_API_KEYS,
          ROUTES);

  /** Whether this library knows the type. */
  public boolean isKnown() {
    return KNOWN.contains(this);
  }

  /** Whether a key of this type can be limited to models. */
  public boolean takesModels() {
    return equals(WORKSPACE_INVOKE) || equals(WORKSPACE_EXPORT_METRICS);
  }

  /** Whether a key of this type may list, create and revoke keys. */
  public boolean managesKeys() {
    return equals(PERSONAL) || equals(WORKSPACE_MANAGE_ALL) || equals(WORKSPACE_MANAGE_API_KEYS);
  }

  /** Whether a key of this type belongs to a team. */
  public boolean hasTeam() {
    return !equals(PERSONAL) && !equals(WORKSPACE_MANAGE_API_KEYS);
  }

  @Override
  public String toString() {
    return value;
  }
}
