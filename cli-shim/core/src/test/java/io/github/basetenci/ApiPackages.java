package io.github.basetenci;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which packages of the library others may use, as the packages themselves say it: the
 * documentation in each {@code package-info.java} has one sentence {@code API: yes.} or {@code API:
 * no.} A package is named without the root that all of them share.
 */
final class ApiPackages {
  private static final Pattern SENTENCE = Pattern.compile("\\bAPI: (yes|no)\\.");

  private final SortedMap<String, Boolean> said = new TreeMap<>();
  private final List<String> unclear = new ArrayList<>();

  private ApiPackages() {}

  /**
   * Reads what packages say.
   *
   * @param directory of the packages' sources
   */
  static ApiPackages read(Path directory) throws IOException {
    ApiPackages packages = new ApiPackages();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.endsWith("package-info.java")).sorted().toList()) {
        String name = directory.relativize(file.getParent()).toString().replace('/', '.');
        List<MatchResult> sentences = SENTENCE.matcher(Files.readString(file)).results().toList();
        if (sentences.size() == 1) {
          packages.said.put(name, sentences.get(0).group(1).equals("yes"));
        } else {
          packages.unclear.add(
              name + " says " + sentences.size() + " times whether it is API; say it once");
        }
      }
    }
    return packages;
  }

  /** Packages that do not say it, or say it more than once. */
  List<String> unclear() {
    return unclear;
  }

  /** The packages that others may use. */
  Set<String> api() {
    return named(true);
  }

  /** The packages that the library has for itself. */
  Set<String> internal() {
    return named(false);
  }

  private Set<String> named(boolean api) {
    return said.entrySet().stream()
        .filter(entry -> entry.getValue() == api)
        .map(entry -> entry.getKey())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where a public type of the API names a type that its user may not use. */
  List<String> leaks(JavaClasses classes) {
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : classes) {
      if (api().contains(name(type)) && isPublic(type)) {
        type.getRawInterfaces().forEach(above -> check(type.getName(), above, leaks));
        type.getRawSuperclass().ifPresent(above -> check(type.getName(), above, leaks));
        for (JavaMember member : type.getMembers()) {
          if (member.getModifiers().contains(JavaModifier.PUBLIC)
              && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            signature(member).forEach(named -> check(member.getFullName(), named, leaks));
          }
        }
      }
    }
    return leaks;
  }

  private static Stream<JavaClass> signature(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getType().getAllInvolvedRawTypes().stream();
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    Stream<JavaType> types =
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
    return Stream.concat(
        types.flatMap(type -> type.getAllInvolvedRawTypes().stream()),
        unit.getExceptionTypes().stream());
  }

  private void check(String where, JavaClass named, List<String> leaks) {
    JavaClass type = named.getBaseComponentType();
    if (type.getPackageName().startsWith(HouseRules.ROOT + ".")
        && !(api().contains(name(type)) && isPublic(type))) {
      leaks.add(where + " names " + type.getName());
    }
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ApiPackages::isPublic).orElse(true);
  }

  /** The imports of a source that the library has for itself. */
  List<String> trespasses(String source) {
    Matcher imported =
        Pattern.compile(
                "(?m)^import (?:static )?" + Pattern.quote(HouseRules.ROOT) + "\\.(\\w+)\\..*;")
            .matcher(source);
    return imported
        .results()
        .filter(line -> internal().contains(line.group(1)))
        .map(line -> line.group())
        .toList();
  }

  private static String name(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(HouseRules.ROOT + ".")
        ? name.substring(HouseRules.ROOT.length() + 1)
        : name;
  }
}
