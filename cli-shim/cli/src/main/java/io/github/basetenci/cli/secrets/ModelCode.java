package io.github.basetenci.cli.secrets;

import io.github.basetenci.secrets.ConfigNode;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import io.github.basetenci.secrets.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Python files to which a configuration leads; empty for a server in its own image. */
record ModelCode(List<SourceFile> files, String modelFile, String className) {
  private static final int MAX_FILES = 500;
  private static final long MAX_SIZE = 1 << 20;
  private static final int MAX_DEPTH = 10;

  /**
   * @param config what the configuration says
   * @param directory the directory of the configuration
   * @param shown how messages begin the names of the files, such as {@code model-a/} or nothing
   */
  static ModelCode of(ConfigNode config, Path directory, String shown) {
    if (!(config instanceof Mapping fields) || fields.get("docker_server").isPresent()) {
      return new ModelCode(List.of(), "", "");
    }
    String module = text(fields, "model_module_dir", "model");
    List<SourceFile> files = new ArrayList<>();
    read(directory, module, shown, files);
    read(directory, text(fields, "bundled_packages_dir", "packages"), shown, files);
    return new ModelCode(
        files,
        shown + module + "/" + text(fields, "model_class_filename", "model.py"),
        text(fields, "model_class_name", "Model"));
  }

  private static String text(Mapping fields, String name, String otherwise) {
    return fields.text(name).map(Scalar::text).orElse(otherwise);
  }

  private static void read(Path directory, String name, String shown, List<SourceFile> files) {
    try (Stream<Path> all = Files.walk(directory.resolve(name), MAX_DEPTH)) {
      List<Path> found =
          all.filter(file -> file.toString().endsWith(".py"))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(MAX_FILES)
              .toList();
      for (Path file : found) {
        if (Files.size(file) <= MAX_SIZE) {
          String relative = directory.relativize(file).toString().replace('\\', '/');
          files.add(
              new SourceFile(
                  shown + relative, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      // There is no code, or this user may not read it, so there is nothing to report about it.
      return;
    }
  }
}
