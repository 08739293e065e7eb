package io.github.basetenci.sandbox;

/**
 * The parts of a request's credential that are no secret.
 *
 * @param scheme the scheme of the header
 * @param prefix the prefix of the key, empty if there is none
 * @param serviceAccount the service account that the access token acts as, also if the token has
 *     expired; empty for any other credential
 */
public record SentCredential(Scheme scheme, String prefix, String serviceAccount) {
  @Override
  public String toString() {
    return scheme.word() + " " + prefix;
  }
}
