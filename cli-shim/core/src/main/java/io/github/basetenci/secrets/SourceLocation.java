package io.github.basetenci.secrets;

/**
 * A line and a column of a file.
 *
 * @param file as the user named it
 * @param line from 1 on
 * @param column from 1 on
 */
public record SourceLocation(String file, int line, int column) {}
