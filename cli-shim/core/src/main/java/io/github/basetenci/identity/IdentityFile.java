package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;
import java.nio.file.Path;

/**
 * A file with an identity token in it, such as Kubernetes projects for a service account. It is
 * read each time, since whoever writes it replaces the token before it ends.
 *
 * @param name the flag or variable that named the file
 */
public record IdentityFile(String name, Path file) implements IdentitySource {
  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    return TokenText.read(name, file);
  }
}
