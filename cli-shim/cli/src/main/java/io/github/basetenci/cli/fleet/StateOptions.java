package io.github.basetenci.cli.fleet;

import io.github.basetenci.cli.rotate.JournalDirectory;
import io.github.basetenci.fleet.BegunRotation;
import io.github.basetenci.managed.EngineFiles;
import io.github.basetenci.managed.PrivateFile;
import io.github.basetenci.rotation.RecordJson;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where rotations are recorded. */
public final class StateOptions {
  @Option(
      names = "--state",
      paramLabel = "DIRECTORY",
      description =
          "The directory in which the rotations of the file are recorded. Default: one for this"
              + " file below ~/.local/state/baseten-ci/fleet.")
  @Nullable String directory;

  @Option(
      names = "--journal",
      paramLabel = "DIRECTORY",
      description =
          "The directory of the journals of 'keys rotate'. Default:"
              + " ~/.local/state/baseten-ci/rotations.")
  @Nullable String journal;

  /** The files of the engine. */
  EngineFiles<String> files(Session session, Path file) throws UsageException {
    return FleetState.of(session, directory, file);
  }

  /** The rotations that are not at their end, by 'keys rotate' or by a run of 'fleet apply'. */
  List<BegunRotation> begun(Session session, Path file) throws UsageException, RotationIOException {
    List<RotationRecord> records =
        new ArrayList<>(JournalDirectory.of(session, journal).unfinished());
    Path root = files(session, file).root().resolve("rotations");
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> keys = Files.newDirectoryStream(root)) {
        for (Path key : keys) {
          Path journal = key.resolve("journal.json");
          Optional<String> text = new PrivateFile(journal, session.files()).read();
          Optional<RotationRecord> record = text.flatMap(RecordJson::read);
          if (text.isPresent() && record.isEmpty()) {
            session
                .output()
                .warn(
                    Neutralizer.line(journal.toString())
                        + " cannot be understood, so the rotation in it is not known; restore it from"
                        + " a backup");
          }
          record.filter(found -> !found.state().isFinal()).ifPresent(records::add);
        }
      } catch (IOException | DirectoryIteratorException e) {
        throw new RotationIOException(
            Neutralizer.line(root.toString()) + " cannot be listed; check its mode", e);
      }
    }
    return records.stream()
        .map(
            record ->
                new BegunRotation(
                    record.plan().oldPrefix(), record.newPrefix(), record.state().name()))
        .toList();
  }
}
