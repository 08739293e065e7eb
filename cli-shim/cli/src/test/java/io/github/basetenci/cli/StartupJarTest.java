package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the shipped jar makes a JVM load before a command has its result. Loading a class from a jar
 * is most of what a start costs, and unlike a time the number is the same on every machine.
 */
class StartupJarTest {
  private static final Path JAR = Path.of("target", "baseten-ci.jar").toAbsolutePath();

  /** Libraries that only some commands need, and the JDK's clients that cost threads and tables. */
  private static final List<String> HEAVY =
      List.of(
          "com.fasterxml.jackson.databind.",
          "net.thisptr.jackson.jq.",
          "org.freedesktop.dbus.",
          "org.slf4j.",
          "org.snakeyaml.",
          "org.bouncycastle.",
          "com.sun.jna.",
          "java.net.http.",
          "jdk.internal.net.http.",
          "sun.security.ssl.");

  private static final Pattern LOADED = Pattern.compile("(?m)^\\S*?([\\w.$]+)\\S* source: (\\S+)");

  /** The version of class files that Java 6 writes. */
  private static final int JAVA_6 = 50;

  @TempDir Path home;

  @Test
  void versionLoadsLittleMoreThanTheReaderOfTheCommandLine() throws Exception {
    List<String> loaded = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    load(loaded, ours, "--version");

    assertThat(ours).as("classes of the jar").hasSizeBetween(100, 260);
    assertThat(heavy(loaded)).isEmpty();
    assertThat(ours).noneMatch(name -> name.startsWith("com.fasterxml."));
  }

  @Test
  void aLoginLoadsNoLibraryThatItDoesNotNeed() throws Exception {
    List<String> loaded = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    load(loaded, ours, "auth", "login");

    assertThat(ours).as("classes of the jar").hasSizeBetween(260, 560);
    assertThat(heavy(loaded)).isEmpty();
  }

  /** A JVM keeps no class of Java 5 or older in an archive, and none that refers to one. */
  @Test
  void everyClassThatALoginLoadsCanBeArchived() throws Exception {
    List<String> ours = new ArrayList<>();
    load(new ArrayList<>(), ours, "auth", "login");

    List<String> old = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (String name : ours) {
        JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
        if (entry != null && version(jar, entry) < JAVA_6) {
          old.add(name);
        }
      }
    }
    assertThat(ours).anyMatch(name -> name.startsWith("picocli."));
    assertThat(old).isEmpty();
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt(); // the mark of a class file
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    }
  }

  @Test
  void aCommandThatNeedsALibraryIsSeenToLoadIt() throws Exception {
    List<String> loaded = new ArrayList<>();
    load(loaded, new ArrayList<>(), "whoami", "-o", "json", "--jq", ".email");

    assertThat(heavy(loaded)).anyMatch(name -> name.startsWith("net.thisptr.jackson.jq."));
  }

  private static List<String> heavy(List<String> loaded) {
    return loaded.stream().filter(name -> HEAVY.stream().anyMatch(name::startsWith)).toList();
  }

  /** Runs the jar against the sandbox, and lists every class and those that come from the jar. */
  private void load(List<String> loaded, List<String> ours, String... arguments) throws Exception {
    Path log = home.resolve("classes.txt");
    Path output = home.resolve("output");
    try (World world = new World(home)) {
      world.set("BASETEN_API_KEY", World.KEY);
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
      line.add("-Xlog:class+load=info:file=" + log + ":none");
      line.addAll(List.of("-jar", JAR.toString()));
      line.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
      builder.environment().clear();
      builder.environment().putAll(world.environment());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      int code = builder.start().waitFor();
      assertThat(code).as(Files.readString(output)).isZero();
    }
    Matcher matcher = LOADED.matcher(Files.readString(log));
    while (matcher.find()) {
      loaded.add(matcher.group(1));
      if (matcher.group(2).endsWith("/baseten-ci.jar")) {
        ours.add(matcher.group(1));
      }
    }
    assertThat(loaded).as("classes that the JVM loads by itself").contains("java.lang.Object");
  }
}
