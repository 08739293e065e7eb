package io.github.basetenci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What any part of the product may import and touch, for the tests of each module. */
public final class HouseRules {
  public static final String ROOT = "io.github.basetenci";

  /** The packages of core, each with all that it may import of the others. */
  private static final Map<String, List<String>> CORE = new LinkedHashMap<>();

  static {
    List<String> key = List.of("key");
    List<String> lowest = List.of("key", "http", "json", "text");
    List<String> middle = List.of("key", "http", "json", "text", "store", "api");
    List<String> high = List.of("key", "http", "json", "text", "store", "api", "auth");
    List<String> all = List.of("key", "http", "json", "text", "store", "api", "auth", "keys");
    CORE.put("key", List.of());
    CORE.put("text", key);
    CORE.put("json", key);
    CORE.put("http", key);
    CORE.put("store", lowest);
    CORE.put("api", lowest);
    CORE.put("auth", middle);
    CORE.put("keys", high);
    CORE.put("ephemeral", all);
    CORE.put("secrets", all);
    CORE.put("rotation", all);
  }

  private static final Map<Class<?>, Set<String>> OUTSIDE =
      Map.of(
          System.class,
          Set.of(
              "in",
              "out",
              "err",
              "console",
              "exit",
              "getenv",
              "getProperty",
              "getProperties",
              "currentTimeMillis",
              "nanoTime"),
          Runtime.class,
          Set.of("getRuntime"),
          Throwable.class,
          Set.of("printStackTrace"));

  private HouseRules() {}

  /** All classes of the product that the class path holds, without tests and their fixtures. */
  public static JavaClasses productClasses() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))
        .withImportOption(location -> !location.contains("/io/github/basetenci/testing/"))
        .importPackages(ROOT);
  }

  /** The rules for the packages of core below a root package. */
  public static List<ArchRule> arrowsOfCore(String root) {
    List<ArchRule> rules = new ArrayList<>();
    CORE.forEach(
        (name, allowed) -> {
          String[] others =
              CORE.keySet().stream()
                  .filter(other -> !other.equals(name) && !allowed.contains(other))
                  .map(other -> root + "." + other + "..")
                  .toArray(String[]::new);
          rules.add(
              noClasses()
                  .that()
                  .resideInAPackage(root + "." + name + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(others)
                  .because("imports go down only")
                  .allowEmptyShould(true));
        });
    return rules;
  }

  /** The packages of core, in the form that ArchUnit takes. */
  public static String[] corePackages(String root) {
    return CORE.keySet().stream().map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  /** Classes of the packages use nothing but the given ones, themselves and the JDK. */
  public static ArchRule useOnly(String[] packages, String... libraries) {
    List<String> allowed = new ArrayList<>(List.of(packages));
    allowed.addAll(List.of("java..", "javax..", "com.sun.net.httpserver..", "org.jspecify.."));
    allowed.addAll(List.of(libraries));
    return classes()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new));
  }

  /** The process and the wall clock are handed in, so that every caller can choose them. */
  public static ArchRule touchNothingOutside(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .accessTargetWhere(outside())
        .because("everything outside is handed in");
  }

  /** An access, by call, method reference or field, to the process or to a clock of its own. */
  public static DescribedPredicate<JavaAccess<?>> outside() {
    return DescribedPredicate.describe(
        "is the process or the system's clock",
        access -> {
          String name = access.getTarget().getName();
          String owner = access.getTargetOwner().getFullName();
          return OUTSIDE.entrySet().stream()
                  .anyMatch(
                      e ->
                          access.getTargetOwner().isAssignableTo(e.getKey())
                              && e.getValue().contains(name))
              || (owner.startsWith("java.time.") && name.equals("now"))
              || (owner.equals("java.time.Clock") && name.matches("system.*|tick[A-Z].*"));
        });
  }
}
