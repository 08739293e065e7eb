package io.github.basetenci.cli;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The program {@code baseten-ci}, which runs the classes of this test run. */
public final class CommandOnPath {
  private CommandOnPath() {}

  /** Lets the scripts of a world find the command; returns the directory where it is. */
  public static Path of(World world) throws IOException {
    Path bin = Files.createDirectory(world.home().resolve("bin"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path command =
        Files.writeString(
            bin.resolve("baseten-ci"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                .formatted(java, System.getProperty("java.class.path"), Main.class.getName()));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    world.set("PATH", bin + ":" + System.getenv("PATH"));
    return bin;
  }
}
