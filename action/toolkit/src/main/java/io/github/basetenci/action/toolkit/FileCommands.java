package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** The files through which a step gives variables, outputs, state and paths to the runner. */
final class FileCommands {
  private final String lineEnd;
  private final Supplier<String> delimiters;

  FileCommands(String lineEnd, Supplier<String> delimiters) {
    this.lineEnd = lineEnd;
    this.delimiters = delimiters;
  }

  /** Appends a line with one write. */
  void append(String file, String message) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new ToolkitException("Missing file at path: " + file);
    }
    try {
      Files.write(path, JsText.utf8(message + lineEnd), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ToolkitException(
          "The runner's file " + file + " cannot be written: a container action runs as root", e);
    }
  }

  /**
   * The entry for a value: the value stands between two delimiter lines that the value does not
   * contain.
   */
  String keyValue(String name, String value) {
    String delimiter = delimiters.get();
    if (name.contains(delimiter)) {
      throw unexpected("name", delimiter);
    }
    if (value.contains(delimiter)) {
      throw unexpected("value", delimiter);
    }
    return name + "<<" + delimiter + lineEnd + value + lineEnd + delimiter;
  }

  private static ToolkitException unexpected(String what, String delimiter) {
    return new ToolkitException(
        "Unexpected input: " + what + " should not contain the delimiter \"" + delimiter + "\"");
  }
}
