package io.github.basetenci.targets.jenkins;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.text.Neutralizer;
import java.util.Optional;

/**
 * A credential of a Jenkins controller as a target of a rotation: a <i>Baseten API key</i> or a
 * <i>Secret text</i>. Only the secret is changed. Builds use the new key from their next command
 * on.
 *
 * <p>This class cannot know whether a credential comes from Configuration as Code. Configuration as
 * Code would put the old key back when it is loaded the next time.
 */
public final class JenkinsCredentialTarget implements Target {
  private static final String VIEW = "Credentials/View";
  private static final String UPDATE = "Credentials/Update";

  private final JenkinsApi api;
  private final CredentialAddress address;

  public JenkinsCredentialTarget(JenkinsApi api, CredentialAddress address) {
    this.api = api;
    this.address = address;
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public void check(String oldPrefix) throws RotationIOException, InterruptedException {
    try {
      CredentialPage page = page();
      requireKey(page, oldPrefix, oldPrefix);
      // This finds before any write whether the form of the credential is supported.
      xml().with("", page.description());
    } catch (JenkinsException e) {
      throw failure(e);
    }
  }

  @Override
  public void write(ApiKey key, String expectedPrefix)
      throws RotationIOException, InterruptedException {
    try {
      CredentialPage page = page();
      requireKey(page, expectedPrefix, key.prefix());
      String xml = xml().with(key.reveal(), page.description());
      api.post(address.below("/config.xml"), xml, UPDATE);
    } catch (JenkinsException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<String> currentPrefix() throws RotationIOException, InterruptedException {
    try {
      return page().prefix(address.id());
    } catch (JenkinsException e) {
      throw failure(e);
    }
  }

  private CredentialPage page() throws JenkinsException, InterruptedException {
    return CredentialPage.read(
        api.get(address.below("/api/json?tree=description,displayName"), VIEW));
  }

  private CredentialXml xml() throws JenkinsException, InterruptedException {
    return CredentialXml.read(api.get(address.below("/config.xml"), VIEW), address.id());
  }

  private void requireKey(CredentialPage page, String expected, String orThis)
      throws JenkinsException {
    Optional<String> current = page.prefix(address.id());
    if (current.isPresent() && !current.get().equals(expected) && !current.get().equals(orThis)) {
      throw new JenkinsException(
          "the credential %s holds the key %s and not %s, so it was not changed; name the credential of the key"
              .formatted(address.id(), Neutralizer.line(current.get()), expected));
    }
  }

  private static RotationIOException failure(JenkinsException e) {
    return new RotationIOException(String.valueOf(e.getMessage()), e);
  }
}
