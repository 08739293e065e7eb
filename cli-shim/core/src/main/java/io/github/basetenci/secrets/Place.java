package io.github.basetenci.secrets;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1 on
 * @param column from 1 on
 */
public record Place(String file, int line, int column) {}
