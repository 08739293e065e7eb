package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;
import java.nio.file.Path;

/**
 * A file that contains an identity token, such as the file that Kubernetes projects for a service
 * account. The file is read for each token, because its writer replaces the token before it
 * expires.
 *
 * @param name the flag or variable that named the file
 */
public record IdentityFile(String name, Path file) implements IdentitySource {
  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    return TokenText.read(name, file);
  }
}
