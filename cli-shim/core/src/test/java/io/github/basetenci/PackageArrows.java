package io.github.basetenci;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which packages may import which others, as the packages themselves say it: the documentation in
 * each {@code package-info.java} has one sentence of the form {@code Imports: auth, key.} or {@code
 * Imports: nothing.} A package is named without the root that all of them share.
 */
public final class PackageArrows {
  private static final String FILE = "package-info.java";
  private static final String NOTHING = "nothing";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern SENTENCE =
      Pattern.compile("\\bImports: (\\w[\\w.]*\\w(?:, \\w[\\w.]*\\w)*)\\.(?= |$)");

  private final String root;

  /** What each package says that it imports; nothing for one that does not say it. */
  private final SortedMap<String, SortedSet<String>> said = new TreeMap<>();

  private final List<String> unclear = new ArrayList<>();

  private PackageArrows(String root) {
    this.root = root;
  }

  /**
   * Reads what packages say.
   *
   * @param root the package that all of them are below
   * @param sources directories of sources, for example {@code src/main/java}
   */
  public static PackageArrows read(String root, Path... sources) throws IOException {
    PackageArrows arrows = new PackageArrows(root);
    for (Path directory : sources) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(path -> path.endsWith(FILE)).sorted().toList()) {
          arrows.add(Files.readString(file));
        }
      }
    }
    return arrows;
  }

  private void add(String text) {
    Matcher declaration = PACKAGE.matcher(text);
    if (!declaration.find() || !isBelowRoot(declaration.group(1))) {
      return;
    }
    String name = name(declaration.group(1));
    String documentation =
        text.substring(0, declaration.start())
            .replaceAll("(?m)^ *\\*/?", " ")
            .replaceAll("\\s+", " ");
    List<MatchResult> sentences = SENTENCE.matcher(documentation).results().toList();
    SortedSet<String> imports = new TreeSet<>();
    if (sentences.size() == 1) {
      imports.addAll(List.of(sentences.get(0).group(1).split(", ")));
      imports.remove(NOTHING);
    } else {
      unclear.add(
          "%s says %d times what it imports; write one sentence \"Imports: a, b.\" into its %s"
              .formatted(name, sentences.size(), FILE));
    }
    said.put(name, imports);
  }

  /**
   * What is wrong, each in one sentence: an import that is not said, one that is said and not made,
   * a package that says nothing, and a circle.
   *
   * @param classes all classes of the packages that were read
   */
  public List<String> problems(JavaClasses classes) {
    List<String> problems = new ArrayList<>(unclear);
    SortedMap<String, SortedMap<String, String>> made = made(classes);
    made.forEach((name, imports) -> compare(name, imports, problems));
    for (String name : said.keySet()) {
      List<String> circle = circle(name);
      if (!circle.isEmpty()) {
        problems.add("there is a circle: " + String.join(" imports ", circle));
      }
    }
    return problems;
  }

  private void compare(String name, Map<String, String> made, List<String> problems) {
    Set<String> allowed = said.get(name);
    if (allowed == null) {
      problems.add("%s has no %s".formatted(name, FILE));
      return;
    }
    made.forEach(
        (other, example) -> {
          if (!allowed.contains(other)) {
            problems.add("%s must not import %s: %s".formatted(name, other, example));
          }
        });
    for (String other : allowed) {
      if (!made.containsKey(other)) {
        problems.add(
            "%s says that it imports %s and does not; strike it out of its %s"
                .formatted(name, other, FILE));
      }
    }
  }

  /** For each package that has classes, what it imports, each with one dependency as the proof. */
  private SortedMap<String, SortedMap<String, String>> made(JavaClasses classes) {
    SortedMap<String, SortedMap<String, String>> made = new TreeMap<>();
    for (JavaClass type : classes) {
      if (isBelowRoot(type.getPackageName()) && !type.getSimpleName().equals("package-info")) {
        Map<String, String> imports =
            made.computeIfAbsent(name(type.getPackageName()), first -> new TreeMap<>());
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String other = dependency.getTargetClass().getBaseComponentType().getPackageName();
          if (isBelowRoot(other) && !other.equals(type.getPackageName())) {
            imports.putIfAbsent(name(other), dependency.getDescription());
          }
        }
      }
    }
    return made;
  }

  /** The way from a package back to itself by what packages say, empty if there is none. */
  private List<String> circle(String name) {
    Map<String, String> cameFrom = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String here = open.removeFirst();
      for (String next : said.getOrDefault(here, new TreeSet<>())) {
        if (next.equals(name)) {
          Deque<String> way = new ArrayDeque<>(List.of(name));
          for (String step = here; !step.equals(name); step = cameFrom.get(step)) {
            way.addFirst(step);
          }
          way.addFirst(name);
          return List.copyOf(way);
        }
        if (cameFrom.putIfAbsent(next, here) == null) {
          open.addLast(next);
        }
      }
    }
    return List.of();
  }

  private boolean isBelowRoot(String packageName) {
    return packageName.startsWith(root + ".");
  }

  private String name(String packageName) {
    return packageName.substring(root.length() + 1);
  }
}
