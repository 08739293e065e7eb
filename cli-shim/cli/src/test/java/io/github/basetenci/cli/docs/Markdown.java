package io.github.basetenci.cli.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pages of this repository, as GitHub shows them. */
final class Markdown {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Set<String> BUILT = Set.of("target", "node_modules", ".git");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern SPAN = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private Markdown() {}

  /** Every page, without what a build made or fetched. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return BUILT.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(pages);
    return pages;
  }

  /** The links of a page that lead to this repository. */
  static List<String> links(String text) {
    String prose = SPAN.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).find())
        .toList();
  }

  /** The links of a page that lead nowhere, each with what is missing. */
  static List<String> deadLinks(Path page, String text) throws IOException {
    List<String> dead = new ArrayList<>();
    for (String link : links(text)) {
      int hash = link.indexOf('#');
      String path = hash < 0 ? link : link.substring(0, hash);
      Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
      if (!target.startsWith(ROOT) || !(target.equals(page) || Files.exists(target))) {
        dead.add(ROOT.relativize(page) + ": " + link + " has no such file");
      } else if (hash >= 0
          && !anchors(target.equals(page) ? text : Files.readString(target))
              .contains(link.substring(hash + 1))) {
        dead.add(ROOT.relativize(page) + ": " + link + " has no such heading");
      }
    }
    return dead;
  }

  /** What GitHub makes of headings: lower case, no punctuation, hyphens for blanks. */
  private static Set<String> anchors(String text) {
    Set<String> anchors = new HashSet<>();
    for (MatchResult heading :
        HEADING.matcher(BLOCK.matcher(text).replaceAll("")).results().toList()) {
      String words = heading.group(1).strip().toLowerCase(Locale.ROOT);
      anchors.add(words.replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
    }
    return anchors;
  }
}
