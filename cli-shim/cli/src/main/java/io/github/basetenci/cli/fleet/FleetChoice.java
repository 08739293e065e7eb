package io.github.basetenci.cli.fleet;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.cli.fleet.file.FileProblem;
import io.github.basetenci.cli.fleet.file.FleetFile;
import io.github.basetenci.cli.fleet.file.InvalidFleetFileException;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The file that a command of the group works with. */
public final class FleetChoice {
  private static final String NAME = "fleet.yaml";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The file that names the keys and their targets. Default: fleet.yaml.")
  @Nullable String file;

  /** The path of the file. */
  Path path(Session session) throws UsageException {
    try {
      return session.host().workingDirectory().resolve(file == null ? NAME : file).normalize();
    } catch (InvalidPathException e) {
      throw new UsageException("FILE is not a path");
    }
  }

  /** The name of the file in messages. */
  String name() {
    return Neutralizer.line(file == null ? NAME : file);
  }

  /** What makes the targets of the file. Paths in them go from the directory of the file. */
  TargetKinds targets(Session session) throws UsageException {
    return new TargetKinds(session, "the target", directory(session));
  }

  /** The directory of the file. */
  Path directory(Session session) throws UsageException {
    Path directory = path(session).getParent();
    return directory == null ? session.host().workingDirectory() : directory;
  }

  /** The rights that the file names. */
  MintingAccess access(Session session) throws UsageException, AuthException {
    return new MintingAccess(session, directory(session));
  }

  /**
   * Reads the file. Each problem is printed, before the exception counts them.
   *
   * @throws CommandException if the file cannot be used
   */
  Fleet read(Session session) throws UsageException, CommandException {
    try {
      return FleetFile.read(name(), bytes(path(session)), targets(session));
    } catch (InvalidFleetFileException e) {
      for (FileProblem problem : e.problems()) {
        session.output().error(problem.sentence());
      }
      throw new CommandException(String.valueOf(e.getMessage()), ExitCode.FAILURE);
    }
  }

  private byte[] bytes(Path path) throws CommandException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(FleetFile.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          "the fleet file "
              + name()
              + " does not exist; name the file, or let 'fleet init' write it",
          ExitCode.FAILURE);
    } catch (IOException e) {
      throw new CommandException(
          "the fleet file " + name() + " cannot be read; is it a file, and may you read it?",
          ExitCode.FAILURE);
    }
  }
}
