package io.github.basetenci.action.toolkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.action.toolkit.fixture.ReachesTooFar;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The toolkit stands alone, and everything outside is handed in. */
class ArchitectureTest {
  private static final JavaClasses TOOLKIT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ActionsCore.class.getPackageName());

  @Test
  void itUsesTheJdksBaseModuleAlone() {
    assertThat(TOOLKIT.contain(ActionsCore.class)).isTrue();
    usesTheBaseModuleAlone().check(TOOLKIT);
  }

  @Test
  void itTouchesNeitherProcessNorClock() {
    touchesNeither().forEach(rule -> rule.check(TOOLKIT));
  }

  @Test
  void aClassThatReachesTooFarIsFound() {
    JavaClasses classes = new ClassFileImporter().importClasses(ReachesTooFar.class);

    assertThat(usesTheBaseModuleAlone().evaluate(classes).getFailureReport().getDetails())
        .anyMatch(violation -> violation.contains("java.util.logging.Logger"));
    assertThat(touchesNeither()).anyMatch(rule -> rule.evaluate(classes).hasViolation());
  }

  private static ArchRule usesTheBaseModuleAlone() {
    return classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.basetenci.action.toolkit..",
            "org.jspecify.annotations",
            "java.io",
            "java.lang..",
            "java.math",
            "java.net",
            "java.nio..",
            "java.time..",
            "java.util",
            "java.util.concurrent..",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");
  }

  private static List<ArchRule> touchesNeither() {
    return List.of(
        noClasses().should().accessField(System.class, "out"),
        noClasses().should().accessField(System.class, "err"),
        noClasses().should().callMethod(System.class, "getenv"),
        noClasses().should().callMethod(System.class, "getenv", String.class),
        noClasses().should().callMethod(System.class, "getProperty", String.class),
        noClasses().should().callMethod(System.class, "exit", int.class),
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class));
  }
}
