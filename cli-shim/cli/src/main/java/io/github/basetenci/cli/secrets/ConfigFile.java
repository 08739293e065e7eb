package io.github.basetenci.cli.secrets;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration to check.
 *
 * @param path the path of the configuration
 * @param name the name, as the user gave it
 */
record ConfigFile(Path path, String name) {
  private static final String NAME = "config.yaml";
  private static final int MAX_BYTES = 1 << 20;

  /**
   * @param argument a file, or a directory with a {@code config.yaml} in it; null for the working
   *     directory
   */
  static ConfigFile of(Path workingDirectory, @Nullable String argument) throws CommandException {
    try {
      Path named = Path.of(argument == null ? NAME : argument);
      Path file = Files.isDirectory(workingDirectory.resolve(named)) ? named.resolve(NAME) : named;
      Path path = workingDirectory.resolve(file).normalize();
      return new ConfigFile(path, file.normalize().toString().replace('\\', '/'));
    } catch (InvalidPathException e) {
      throw new CommandException("PATH is not a path", ExitCode.USAGE);
    }
  }

  /** The text of the file, or null if it is not UTF-8. */
  @Nullable String text() throws CommandException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw failed("does not exist; give the directory of a Truss, or its config.yaml");
    } catch (IOException e) {
      throw failed("cannot be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw failed("is larger than 1 MiB, so it is no configuration of a Truss");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  Path directory() {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** The part of the shown name before the file's own name, with its slash. */
  String shownDirectory() {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  private CommandException failed(String problem) {
    return new CommandException(
        "the configuration " + Neutralizer.line(name) + " " + problem, ExitCode.FAILURE);
  }
}
