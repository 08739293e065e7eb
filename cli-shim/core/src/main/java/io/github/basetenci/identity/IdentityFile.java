package io.github.basetenci.identity;

import io.github.basetenci.http.Deadline;
import java.nio.file.Path;

/**
 * A file with an identity token in it, such as Kubernetes projects for a service account. It is
 * read each time, since whoever writes it replaces the token before it ends.
 */
public final class IdentityFile implements IdentitySource {
  private final String name;
  private final Path file;

  /**
   * @param name the flag or variable that named the file
   */
  public IdentityFile(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isRenewable() {
    return true;
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    return TokenText.read(name, file);
  }
}
