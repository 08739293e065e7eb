package io.github.basetenci.targets.jenkins;

import io.github.basetenci.http.ServerAddress;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One credential of a Jenkins controller. People write {@code jenkins:} and the address of the
 * credential's page, in the store of the controller or of a folder:
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

  /** Whether the words name a credential of Jenkins, even if their form is wrong. */
  public static boolean claims(String spec) {
    return spec.startsWith(SCHEME);
  }

  /**
   * Reads the words of a target in the form above.
   *
   * @throws InvalidCredentialAddressException if the words have another form, or no key may be sent
   *     to the address
   */
  public static CredentialAddress parse(String spec) throws InvalidCredentialAddressException {
    String text = spec.substring(claims(spec) ? SCHEME.length() : 0).replaceFirst("/$", "");
    // A text that is no valid address may contain a password.
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

  /** A page below the page of the credential. */
  URI below(String path) {
    return URI.create(page + path);
  }

  /** The words of the target in the form above. */
  @Override
  public String toString() {
    return SCHEME + page;
  }
}
