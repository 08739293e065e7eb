package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.secrets.SourceLocation;

/**
 * Something that is wrong with the file. Nothing of it quotes a value of the file, because a value
 * may be a key that was written there by mistake.
 *
 * @param path the path of the value, such as {@code keys[3].targets[0]}; empty for the whole file
 * @param problem what is wrong and what to write, as the end of a sentence
 */
public record FileProblem(SourceLocation at, String path, String problem) {
  /** One sentence that begins as compilers write it, so that editors find the line. */
  public String sentence() {
    return at.file()
        + ":"
        + at.line()
        + ":"
        + at.column()
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + problem;
  }
}
