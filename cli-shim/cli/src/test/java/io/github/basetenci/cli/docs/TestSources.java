package io.github.basetenci.cli.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tests of all modules, for pages that name the test behind each row. */
final class TestSources {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private TestSources() {}

  /** What is wrong with a cell that names tests with their methods. */
  static List<String> faults(String row, String cell, Map<String, String> tests) {
    List<String> faults = new ArrayList<>();
    NAMED
        .matcher(cell)
        .results()
        .forEach(
            test -> {
              String source = tests.get(test.group(1));
              if (source == null) {
                faults.add(row + ": there is no " + test.group(1));
              } else if (!source.contains("void " + test.group(2) + "(")) {
                faults.add(row + ": " + test.group(1) + " has no method " + test.group(2));
              }
            });
    String rest = NAMED.matcher(cell).replaceAll("").replaceAll("[, ]", "");
    if (!rest.isEmpty() || cell.isBlank()) {
      faults.add(row + " names no test with its method: '" + cell + "'");
    }
    return faults;
  }

  /** The sources of the tests of all modules by the name of the class; equal names together. */
  static Map<String, String> all() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    Files.walkFileTree(
        Markdown.ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return Set.of("target", "node_modules", ".git")
                    .contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (name.endsWith("Test.java")) {
              tests.merge(
                  name.substring(0, name.length() - ".java".length()),
                  Files.readString(file),
                  String::concat);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return tests;
  }
}
