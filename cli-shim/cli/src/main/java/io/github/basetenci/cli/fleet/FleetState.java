package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.rotate.JournalDirectory;
import io.github.basetenci.managed.EngineFiles;
import io.github.basetenci.managed.KeyCodec;
import io.github.basetenci.managed.PrivateFile;
import io.github.basetenci.rotation.NewKeyFile;
import io.github.basetenci.rotation.NewKeyStorage;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Sha256;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory in which the rotations of a fleet file are recorded. */
final class FleetState {
  private static final int DIGITS = 12;

  private FleetState() {}

  /**
   * The named directory, else one for this file below the directory that the operating system uses
   * for a user's state.
   */
  static EngineFiles<String> of(Session session, @Nullable String named, Path file)
      throws UsageException {
    return new EngineFiles<>(
        directory(session, named, file),
        KeyCodec.ofNames(),
        stored -> storage(session, stored),
        session.files());
  }

  private static Path directory(Session session, @Nullable String named, Path file)
      throws UsageException {
    if (named == null) {
      return JournalDirectory.state(session, "--state")
          .resolve("baseten-ci/fleet")
          .resolve(Sha256.hex(file.toAbsolutePath().toString()).substring(0, DIGITS));
    }
    try {
      return session.host().workingDirectory().resolve(named).normalize();
    } catch (InvalidPathException e) {
      throw new UsageException("--state has no path");
    }
  }

  /** The directory may move, so the name of the storage does not say where it is. */
  private static NewKeyStorage storage(Session session, PrivateFile stored) {
    return new NewKeyFile(
        "the directory of the rotations", stored.path(), stored.files(), session.output()::hide);
  }
}
