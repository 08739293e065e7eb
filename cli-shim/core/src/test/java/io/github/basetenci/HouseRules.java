package io.github.basetenci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What any part of the product may import and touch, for the tests of each module. */
public final class HouseRules {
  public static final String ROOT = "io.github.basetenci";

  /** The packages of core, from the bottom up. What each imports it says itself. */
  private static final List<String> CORE =
      List.of(
          "key",
          "text",
          "json",
          "http",
          "store",
          "identity",
          "api",
          "auth",
          "keys",
          "ephemeral",
          "secrets",
          "rotation",
          "managed",
          "fleet");

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

  /** Read once, which takes seconds. */
  private static final class Product {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/io/github/basetenci/testing/"))
            .importPackages(ROOT);
  }

  /** All classes of the product that the class path holds, without tests and their fixtures. */
  public static JavaClasses productClasses() {
    return Product.CLASSES;
  }

  /**
   * What is wrong with the imports between the packages of modules and those they stand on; see
   * {@link PackageArrows}.
   *
   * @param modules relative to the directory of the module that is tested
   */
  public static List<String> wrongArrows(String... modules) throws IOException {
    Path[] sources =
        Stream.of(modules)
            .map(module -> Path.of(module, "src", "main", "java"))
            .toArray(Path[]::new);
    return PackageArrows.read(ROOT, sources).problems(productClasses());
  }

  /** The packages of core, in the form that ArchUnit takes. */
  public static String[] corePackages(String root) {
    return CORE.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
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
