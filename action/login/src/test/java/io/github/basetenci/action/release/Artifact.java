package io.github.basetenci.action.release;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Processes;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is inside an artifact of a release.
 *
 * @param files its files, unpacked
 * @param listing a line of {@code tar -tv} for each entry: mode, owner, size, time, name
 */
public record Artifact(Path files, List<String> listing) {
  /**
   * @param directory where to unpack it; it must not exist
   */
  public static Artifact unpack(Path archive, Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = archive.getFileName().toString();
    if (name.endsWith(".tar.gz")) {
      return untar(List.of(archive), directory);
    }
    if (name.endsWith(".deb")) {
      Path data = directory.resolveSibling(name + ".tar");
      shell(directory, "dpkg-deb --fsys-tarfile '" + archive + "' >'" + data + "'");
      return untar(List.of(data), directory);
    }
    if (name.endsWith(".oci.tar")) {
      Path blobs = Files.createDirectories(directory.resolveSibling(name + ".oci"));
      shell(blobs, "tar -xf '" + archive + "'");
      JsonObject manifest =
          json(blobs.resolve(blob(json(blobs.resolve("index.json")), "manifests")));
      List<Path> layers = new ArrayList<>();
      for (JsonValue layer : manifest.array("layers")) {
        layers.add(blobs.resolve(blob((JsonObject) layer)));
      }
      return untar(layers, directory);
    }
    shell(directory, "unzip -q '" + archive + "'");
    return new Artifact(directory, List.of());
  }

  private static String blob(JsonObject index, String list) {
    return blob((JsonObject) index.array(list).get(0));
  }

  private static String blob(JsonObject descriptor) {
    return "blobs/" + String.valueOf(descriptor.string("digest")).replace(':', '/');
  }

  private static Artifact untar(List<Path> tars, Path directory) {
    List<String> listing = new ArrayList<>();
    for (Path tar : tars) {
      shell(directory, "tar -xf '" + tar + "'");
      shell(directory, "tar --numeric-owner -tvf '" + tar + "'").lines().forEach(listing::add);
    }
    return new Artifact(directory, listing);
  }

  public static JsonObject json(Path file) throws IOException {
    try {
      return (JsonObject) Json.parse(Files.readString(file));
    } catch (JsonParseException e) {
      throw new IOException(file + " is no JSON", e);
    }
  }

  public static String shell(Path directory, String line) {
    Engine.Ran ran = Processes.run(directory, System.getenv(), List.of("sh", "-ec", line));
    String said = new String(ran.output(), StandardCharsets.UTF_8);
    if (ran.code() != 0) {
      throw new IllegalStateException(line + ": " + said);
    }
    return said;
  }

  /** The paths of its regular files, beginning with a slash. */
  public List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile)
          .map(file -> "/" + files.relativize(file))
          .sorted()
          .toList();
    }
  }

  /** The names of the components that a list of CycloneDX has. */
  public static TreeSet<String> components(Path list) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (JsonValue component : json(list).array("components")) {
      names.add(((JsonObject) component).string("name"));
    }
    return names;
  }

  /** The libraries whose classes are in a jar; by the beginning of a class's path. */
  public static TreeSet<String> libraries(List<String> entries) {
    TreeSet<String> found = new TreeSet<>();
    for (String entry : entries) {
      if (entry.endsWith(".class")) {
        found.add(
            library(entry.replaceFirst("^/", "").replaceFirst("^META-INF/versions/\\d+/", "")));
      } else if (entry.matches(".*\\.(so|jnilib|dll|dylib)")) {
        found.add(library(entry.replaceFirst("^/", "")));
      }
    }
    return found;
  }

  private static String library(String path) {
    String[][] beginnings = {
      {"com/fasterxml/jackson/core/", "jackson-core"},
      {"com/fasterxml/jackson/databind/", "jackson-databind"},
      {"com/fasterxml/jackson/annotation/", "jackson-annotations"},
      {"com/kenai/jffi/", "jffi"},
      {"jni/", "jffi"},
      {"io/github/basetenci/action/toolkit/", "baseten-ci-actions-toolkit"},
      {"io/github/basetenci/action/", "baseten-ci-action"},
      {"io/github/basetenci/cli/", "baseten-ci-cli"},
      {"io/github/basetenci/sandbox/", "baseten-ci-sandbox"},
      {"io/github/basetenci/shim/", "baseten-ci-shim"},
      {"io/github/basetenci/targets/", "baseten-ci-targets"},
      {"io/github/basetenci/", "baseten-ci-core"},
      {"META-INF/native/libconscrypt", "conscrypt-openjdk-uber"},
      {"org/conscrypt/", "conscrypt-openjdk-uber"},
      {"net/thisptr/jackson/jq/", "jackson-jq"},
      {"org/bouncycastle/", "bcprov-jdk18on"},
      {"org/freedesktop/dbus/transport/", "dbus-java-transport-native-unixsocket"},
      {"org/freedesktop/dbus/", "dbus-java-core"},
      {"org/jcodings/", "jcodings"},
      {"org/joni/", "joni"},
      {"org/slf4j/nop/", "slf4j-nop"},
      {"org/slf4j/", "slf4j-api"},
      {"org/snakeyaml/engine/", "snakeyaml-engine"},
      {"picocli/", "picocli"},
    };
    for (String[] beginning : beginnings) {
      if (path.startsWith(beginning[0])) {
        return beginning[1];
      }
    }
    return path;
  }
}
