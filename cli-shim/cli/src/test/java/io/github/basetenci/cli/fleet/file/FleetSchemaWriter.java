package io.github.basetenci.cli.fleet.file;

import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the schema of fleet files anew: {@code main} takes the path of the published file. */
final class FleetSchemaWriter {
  private FleetSchemaWriter() {}

  public static void main(String[] arguments) throws Exception {
    Files.writeString(Path.of(arguments[0]), FleetShape.schema());
  }
}
