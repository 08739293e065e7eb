package io.github.basetenci.sandbox;

/**
 * What a request shows of its credential, which is not the credential.
 *
 * @param scheme the scheme of the header
 * @param prefix the prefix of the key, empty without one
 * @param serviceAccount the account whose access token, ended or not, it is; empty for any other
 */
public record SentCredential(Scheme scheme, String prefix, String serviceAccount) {
  @Override
  public String toString() {
    return scheme.word() + " " + prefix;
  }
}
