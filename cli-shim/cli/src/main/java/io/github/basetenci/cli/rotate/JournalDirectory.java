package io.github.basetenci.cli.rotate;

import io.github.basetenci.rotation.FileJournal;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.store.StoreFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory with the journals of this machine's rotations.
 *
 * @param path the directory, which need not exist
 * @param files writes files in the directory
 */
public record JournalDirectory(Path path, StoreFiles files) {
  /** The named directory, else the directory that the operating system uses for a user's state. */
  public static JournalDirectory of(Session session, @Nullable String named) throws UsageException {
    if (named != null) {
      return new JournalDirectory(TargetKinds.path(session, "--journal", named), session.files());
    }
    return new JournalDirectory(
        state(session, "--journal").resolve("baseten-ci/rotations"), session.files());
  }

  /**
   * The directory that the operating system uses for a user's state.
   *
   * @param flag the flag that names another directory
   */
  public static Path state(Session session, String flag) throws UsageException {
    boolean windows = session.host().osName().toLowerCase(Locale.ROOT).startsWith("windows");
    String variable = windows ? "LOCALAPPDATA" : "XDG_STATE_HOME";
    Optional<String> state = session.environment().get(variable);
    Optional<String> base =
        state.isPresent() || windows
            ? state
            : session.environment().get("HOME").map(home -> home + "/.local/state");
    if (base.isEmpty()) {
      throw new UsageException(
          (windows ? variable : "HOME")
              + " is not set, and the journal is kept below it; name a directory with "
              + flag);
    }
    return TargetKinds.path(session, variable, base.get());
  }

  FileJournal journal(String oldPrefix) throws RotationIOException {
    return FileJournal.of(path, oldPrefix, files);
  }

  /** The file that keeps the new key if the user names no other file. */
  Path newKeyFile(String oldPrefix) {
    return path.resolve(oldPrefix + ".key");
  }

  List<RotationRecord> all() throws RotationIOException {
    return FileJournal.all(path, files);
  }

  /** The finished rotation whose new key has this prefix. */
  Optional<RotationRecord> madeBy(String prefix) throws RotationIOException {
    return all().stream()
        .filter(record -> record.state() == RotationState.DONE)
        .filter(record -> record.newPrefix().equals(prefix))
        .findFirst();
  }

  /** The rotations that are not at their end. */
  public List<RotationRecord> unfinished() throws RotationIOException {
    return all().stream().filter(record -> !record.state().isFinal()).toList();
  }
}
