package io.github.basetenci;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.basetenci.fixture.api.NamesInternals;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of the library is what its README lists, is whole, and is documented. */
class ApiPackagesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/basetenci");
  private static final Path ROOT = Path.of("../..");
  private static final List<String> USERS =
      List.of(
          "cli-shim/targets", "cli-shim/shim", "cli-shim/cli", "action/login", "jenkins-plugin");

  @TempDir Path output;

  @Test
  void theReadmeListsThePackagesThatSayThatTheyAreApi() throws IOException {
    ApiPackages packages = ApiPackages.read(SOURCES);
    Set<String> listed =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages.unclear()).isEmpty();
    assertThat(listed).isEqualTo(packages.api()).hasSizeGreaterThan(5);
    assertThat(packages.internal()).isNotEmpty();
  }

  @Test
  void whatTheApiNamesIsApi() throws IOException {
    assertThat(ApiPackages.read(SOURCES).leaks(HouseRules.productClasses())).isEmpty();
  }

  @Test
  void whatNamesInternalsIsFound() throws IOException {
    Path directory = output.resolve("fixture/api");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("package-info.java"), "/** API: yes. */");

    assertThat(
            ApiPackages.read(output)
                .leaks(new ClassFileImporter().importClasses(NamesInternals.class)))
        .hasSize(5)
        .allMatch(leak -> leak.contains("KeyWatch"));
  }

  @Test
  void theProductsUseTheApiAlone() throws IOException {
    ApiPackages packages = ApiPackages.read(SOURCES);
    List<String> found = new ArrayList<>();
    for (String module : USERS) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          packages
              .trespasses(Files.readString(file))
              .forEach(line -> found.add(file + ": " + line));
        }
      }
    }

    assertThat(found).isEmpty();
    assertThat(packages.trespasses("import io.github.basetenci.keys.Minting;\nclass X {}"))
        .hasSize(1);
  }

  /** By the checker of the JDK itself, which also finds what is written wrongly. */
  @Test
  void everyPublicTypeAndMemberOfTheApiHasAComment() throws IOException {
    assertThat(undocumented(ApiPackages.read(SOURCES).api(), SOURCES)).isEmpty();
  }

  @Test
  void aMissingCommentIsFound() throws IOException {
    Path directory = Files.createDirectories(output.resolve("source/plain"));
    Files.writeString(
        directory.resolve("Plain.java"),
        """
        package io.github.basetenci.plain;
        public final class Plain {
          private Plain() {}
          public static void act() {}
          /** Said. */
          public static void said() {}
          static void own() {}
        }
        """);

    assertThat(undocumented(Set.of("plain"), output.resolve("source"))).hasSize(2);
  }

  private List<String> undocumented(Set<String> packages, Path sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : packages) {
      try (Stream<Path> all = Files.list(sources.resolve(name))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(found, null, null)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      boolean compiled =
          ToolProvider.getSystemJavaCompiler()
              .getTask(
                  new StringWriter(),
                  manager,
                  found,
                  List.of("-Xdoclint:missing/public", "-Xmaxwarns", "10000", "-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(compiled).isTrue();
    }
    return found.getDiagnostics().stream()
        .filter(problem -> problem.getMessage(null).contains("no comment"))
        .filter(problem -> !isCompactConstructor(problem))
        .map(problem -> problem.getSource().getName() + ":" + problem.getLineNumber())
        .toList();
  }

  /** What the comment of a record says about its components is said about its constructor too. */
  private static boolean isCompactConstructor(Diagnostic<? extends JavaFileObject> problem) {
    try {
      String source = problem.getSource().getCharContent(true).toString();
      return source
          .lines()
          .skip(problem.getLineNumber() - 1)
          .findFirst()
          .orElseThrow()
          .strip()
          .matches("public \\w+ \\{");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
