package io.github.basetenci.targets.jenkins;

import io.github.basetenci.http.ServerAddress;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One credential of a Jenkins. People write {@code jenkins:} and the address of the credential's
 * page, in the store of the controller or of a folder:
 *
 * <pre>
 * jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/team-key
 * jenkins:https://ci.example.com/job/ml/credentials/store/folder/domain/_/credential/team-key
 * </pre>
 *
 * @param page the address of the page, without a slash at its end
 * @param id the credential's id
 */
public record CredentialAddress(URI page, String id) {
  private static final String SCHEME = "jenkins:";
  private static final Pattern PAGE =
      Pattern.compile(".*/credentials/store/[^/]+/domain/[^/]+/credential/([^/]+)");

  /** Whether the words mean a credential of Jenkins at all. */
  public static boolean claims(String spec) {
    return spec.startsWith(SCHEME);
  }

  /**
   * Reads the form above.
   *
   * @throws InvalidCredentialAddressException if it is another one, or no key should go there
   */
  public static CredentialAddress parse(String spec) throws InvalidCredentialAddressException {
    String text = spec.substring(claims(spec) ? SCHEME.length() : 0).replaceFirst("/$", "");
    // What is no address may hold a password.
    String shown = spec.contains("@") ? "" : " " + Neutralizer.line(spec);
    URI page = ServerAddress.parse(text);
    if (page == null || !claims(spec)) {
      throw new InvalidCredentialAddressException(
          "The target"
              + shown
              + " cannot be used; write jenkins: and the https address of the credential's page,"
              + " without user and query");
    }
    Matcher matcher = PAGE.matcher(page.getPath());
    if (!matcher.matches() || !matcher.group(1).equals(Neutralizer.line(matcher.group(1)))) {
      throw new InvalidCredentialAddressException(
          "The target"
              + shown
              + " is not the page of a credential; its address ends in"
              + " /credentials/store/STORE/domain/DOMAIN/credential/ID");
    }
    return new CredentialAddress(page, matcher.group(1));
  }

  /** A page below that of the credential. */
  URI below(String path) {
    return URI.create(page + path);
  }

  /** The form above. */
  @Override
  public String toString() {
    return SCHEME + page;
  }
}
