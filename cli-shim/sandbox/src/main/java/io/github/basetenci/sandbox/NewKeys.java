package io.github.basetenci.sandbox;

/**
 * Which keys an organization allows to be created. Keys that exist are not concerned.
 *
 * @param personal whether people may create personal keys
 * @param serviceAccount whether keys of teams and of the organization may be created
 */
public record NewKeys(boolean personal, boolean serviceAccount) {
  /** Every key may be created. */
  public static final NewKeys ALLOWED = new NewKeys(true, true);

  boolean allow(KeyType type) {
    return type == KeyType.PERSONAL ? personal : serviceAccount;
  }
}
