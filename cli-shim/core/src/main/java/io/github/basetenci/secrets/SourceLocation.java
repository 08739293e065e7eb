package io.github.basetenci.secrets;

/**
 * A line and a column of a file.
 *
 * @param file the file as the user named it
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 */
public record SourceLocation(String file, int line, int column) {}
