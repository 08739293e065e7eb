package io.github.basetenci.shim.doctor;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A place to diagnose: logged in to Baseten's own URL, whose API the sandbox plays. */
final class Place {
  static final String URL = "https://app.baseten.co";

  final World world;

  private Place(World world) {
    this.world = world;
  }

  /** Both files hold the login, and no variable holds a key. */
  static Place loggedIn(World world) {
    world.set("BASETEN_API_KEY", World.KEY).set("BASETEN_REMOTE_URL", URL);
    World.Run login = world.run("login");
    if (login.code() != 0) {
      throw new IllegalStateException(login.err());
    }
    world.unset("BASETEN_API_KEY").unset("BASETEN_REMOTE_URL");
    return new Place(world);
  }

  Place loggedOut() throws IOException {
    Files.delete(world.trussrc());
    Files.delete(world.authJson());
    return this;
  }

  Place set(String name, String value) {
    world.set(name, value);
    return this;
  }

  Place pair(String key, String url) {
    return set("BASETEN_TRUSS_AUTH_API_KEY", key).set("BASETEN_TRUSS_AUTH_REMOTE_URL", url);
  }

  Place edit(Path file, UnaryOperator<String> change) throws IOException {
    Files.writeString(file, change.apply(Files.readString(file)));
    return this;
  }

  Place editBoth(UnaryOperator<String> change) throws IOException {
    return edit(world.trussrc(), change).edit(world.authJson(), change);
  }

  Place trussrc(UnaryOperator<String> change) throws IOException {
    return edit(world.trussrc(), change);
  }

  Place authJson(UnaryOperator<String> change) throws IOException {
    return edit(world.authJson(), change);
  }

  Place chmod(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return this;
  }

  /** Puts a tool on PATH, which holds nothing else. */
  Place tool(String name, String script) throws IOException {
    Path bin = Files.createDirectories(world.home().resolve("bin"));
    Path tool = bin.resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
    chmod(tool, "rwxr-xr-x");
    return set("PATH", bin.toString());
  }

  /** Makes the home directory a git work tree in which the file is tracked; false without git. */
  boolean track(Path file) throws IOException, InterruptedException {
    for (String directory : System.getenv("PATH").split(":")) {
      Path git = Path.of(directory, "git");
      if (Files.isExecutable(git)) {
        set("PATH", directory);
        git(git, "init", "-q");
        git(git, "add", file.toString());
        return true;
      }
    }
    return false;
  }

  private void git(Path git, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(git.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(world.home().toFile());
    builder.environment().put("HOME", world.home().toString());
    builder.inheritIO();
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException(command.toString());
    }
  }

  World.Run run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("doctor"));
    arguments.addAll(List.of(options));
    return world.run(arguments.toArray(String[]::new));
  }

  List<JsonObject> findings() throws JsonParseException {
    return findings(run("-o", "jsonl"));
  }

  /** What a run with JSON output found. */
  static List<JsonObject> findings(World.Run run) throws JsonParseException {
    List<JsonObject> findings = new ArrayList<>();
    for (JsonValue each : ((JsonObject) Json.parse(run.out())).array("findings")) {
      findings.add((JsonObject) each);
    }
    return findings;
  }

  /** All that a key in the output could look like. */
  static List<String> forms(String key) {
    try {
      return List.copyOf(KeyForms.of(ApiKey.of(key)));
    } catch (InvalidKeyException e) {
      return List.of(key);
    }
  }
}
