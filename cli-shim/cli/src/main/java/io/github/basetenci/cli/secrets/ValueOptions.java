package io.github.basetenci.cli.secrets;

import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Questions;
import io.github.basetenci.shim.command.SecretInput;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options for the source of a secret's value. The value is never an argument, because other
 * users can read the command line.
 */
final class ValueOptions {
  /**
   * The limit is far larger than any secret. It keeps the content of a wrong file out of the store.
   */
  private static final int MAX_BYTES = 1 << 20;

  @Option(
      names = "--value-file",
      paramLabel = "FILE",
      description = "Read the value from a file instead of standard input.")
  @Nullable String file;

  @Option(
      names = "--value-env",
      paramLabel = "NAME",
      description = "Read the value from the environment variable of this name.")
  @Nullable String variable;

  @Option(
      names = "--keep-newline",
      description = "Keep a line break at the end of the value, which is removed otherwise.")
  boolean keepNewline;

  /** Reads the value, and hides it from now on. */
  String read(Session session) throws UsageException, CommandException {
    String flag =
        new Alternatives()
            .flag("--value-file", file != null)
            .flag("--value-env", variable != null)
            .given();
    String text = flag == null ? typed(session) : ofFlag(session, flag);
    session.hide(text);
    String value = keepNewline ? text : withoutNewline(text);
    if (value.length() < text.length()) {
      session.output().note("Removed the line break at the end of the value.");
    }
    return value;
  }

  private String ofFlag(Session session, String flag) throws UsageException, CommandException {
    return file == null
        ? SecretInput.variable(session, flag, Objects.requireNonNull(variable), "value")
        : decoded(ofFile(session, file));
  }

  private static String typed(Session session) throws CommandException {
    Questions questions = session.questions();
    if (questions != null) {
      return questions.secret("Value: ");
    }
    try {
      return decoded(session.host().stdin().readNBytes(MAX_BYTES + 1));
    } catch (IOException e) {
      throw failed("standard input cannot be read; pipe the value to it");
    }
  }

  private static byte[] ofFile(Session session, String name)
      throws UsageException, CommandException {
    Path path;
    try {
      path = session.host().workingDirectory().resolve(name);
    } catch (InvalidPathException e) {
      throw new UsageException("--value-file is not a path");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      // The name is not quoted, because the user may have given the value instead of the name of
      // its file.
      throw failed("the file of --value-file does not exist; pass its name, not the value");
    } catch (IOException e) {
      throw failed(
          "the file "
              + Neutralizer.line(path.toString())
              + (Files.isDirectory(path) ? " is a directory" : " cannot be read"));
    }
  }

  private static String decoded(byte[] bytes) throws CommandException {
    if (bytes.length > MAX_BYTES) {
      throw failed("the value is larger than 1 MiB, so it is no secret");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failed("the value is no text in UTF-8; encode it, for example with base64");
    }
  }

  /**
   * Removes one line break at the end. A second line break is kept, because it was probably meant.
   */
  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static CommandException failed(String sentence) {
    return new CommandException(sentence, ExitCode.FAILURE);
  }
}
