package io.github.basetenci.shim.doctor.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;

/**
 * Whether a directory holds something that truss could push: a {@code config.yaml}, or Python that
 * uses {@code truss_chains}. It looks only at the upper levels of the directory tree.
 */
final class Deployables {
  private static final int DEPTH = 5;
  private static final int MAX_FILES = 5000;
  private static final int HEAD = 16 * 1024;

  private Deployables() {}

  static boolean isIn(Path directory) {
    Search search = new Search(directory);
    try {
      Files.walkFileTree(directory, EnumSet.noneOf(FileVisitOption.class), DEPTH, search);
    } catch (IOException e) {
      return false;
    }
    return search.found;
  }

  private static final class Search extends SimpleFileVisitor<Path> {
    private final Path start;
    private int seen;
    boolean found;

    Search(Path start) {
      this.start = start;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = String.valueOf(directory.getFileName());
      boolean skipped = name.startsWith(".") || name.equals("node_modules");
      return skipped && !directory.equals(start)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = String.valueOf(file.getFileName());
      found = name.equals("config.yaml") || (name.endsWith(".py") && usesChains(file));
      return found || ++seen > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    private static boolean usesChains(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1)
            .contains("truss_chains");
      } catch (IOException e) {
        return false;
      }
    }
  }
}
