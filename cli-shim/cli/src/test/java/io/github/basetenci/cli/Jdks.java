package io.github.basetenci.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java versions of this machine that a test runs the command with. */
public final class Jdks {
  private Jdks() {}

  /** The Java command of this test run, and that of a Java 25, if there is one. */
  public static List<String> commands() {
    Path own = Path.of(System.getProperty("java.home"));
    List<String> commands = new ArrayList<>();
    commands.add(command(own));
    for (Path home : others()) {
      if (isJava25(home) && !own.equals(home) && commands.size() < 2) {
        commands.add(command(home));
      }
    }
    return commands;
  }

  private static String command(Path home) {
    return home.resolve("bin/java").toString();
  }

  /** Where {@code bin/lib/containers.sh} looks too. */
  private static List<Path> others() {
    List<Path> homes = new ArrayList<>();
    for (String name : List.of("JAVA25_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
      String home = System.getenv(name);
      if (home != null && !home.isEmpty()) {
        homes.add(Path.of(home));
      }
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*25*")) {
      all.forEach(homes::add);
    } catch (IOException e) {
      // None is installed by packages.
    }
    return homes;
  }

  private static boolean isJava25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25")
          && Files.isExecutable(home.resolve("bin/java"));
    } catch (IOException e) {
      return false;
    }
  }
}
