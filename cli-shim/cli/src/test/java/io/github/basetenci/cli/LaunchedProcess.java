package io.github.basetenci.cli;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The command in a process of its own, started by the script that {@code launcher} prints. */
public final class LaunchedProcess {
  private final Path script;
  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private LaunchedProcess(Path script, Path directory) {
    this.script = script;
    this.directory = directory;
  }

  /** What one run gave. */
  public record Ended(int code, String out, String err) {}

  /**
   * Writes the script.
   *
   * @param directory where, and where the command runs
   * @param java the Java command, or what stands for it
   * @param shell what runs the script
   */
  public static LaunchedProcess of(Path directory, String java, String shell) throws IOException {
    Path home = Files.createDirectories(directory.resolve("launcher"));
    Path jar = jar(home.resolve("it's a test.jar"));
    try (World world = new World(home)) {
      String text = world.run("launcher", "--java", java, "--jar", jar.toString()).out();
      Path script =
          Files.writeString(
              home.resolve("baseten-ci"), text.replaceFirst("#!/bin/sh\n", "#!" + shell + "\n"));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new LaunchedProcess(script, directory);
    }
  }

  /** A jar that starts the command from the classes of this test run. */
  private static Path jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .map(entry -> Path.of(entry).toUri())
            .map(URI::toString)
            .collect(Collectors.joining(" ")));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.finish();
    }
    return file;
  }

  public Path jar() {
    return script.resolveSibling("it's a test.jar");
  }

  public LaunchedProcess set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public LaunchedProcess set(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Runs the command with these arguments, on an empty standard input. */
  public Ended run(String... args) throws IOException, InterruptedException {
    return shell("exec \"$@\" </dev/null", args);
  }

  /**
   * Runs a line of bash, in which {@code "$@"} is the command with its arguments.
   *
   * @param line in which no character is outside ASCII, unless written as {@code \\u} of printf
   */
  public Ended shell(String line, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", line, "bash", script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(environment);
    Path err = Files.createTempFile(directory, "stderr", "");
    builder.redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Ended(code, out, Files.readString(err));
  }
}
