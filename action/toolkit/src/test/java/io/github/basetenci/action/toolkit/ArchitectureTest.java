package io.github.basetenci.action.toolkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
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
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.basetenci.action.toolkit",
            "org.jspecify.annotations",
            "java.io",
            "java.lang..",
            "java.math",
            "java.net",
            "java.nio..",
            "java.time..",
            "java.util..")
        .check(TOOLKIT);
  }

  @Test
  void itTouchesNeitherProcessNorClock() {
    noClasses().should().accessField(System.class, "out").check(TOOLKIT);
    noClasses().should().accessField(System.class, "err").check(TOOLKIT);
    noClasses().should().callMethod(System.class, "getenv").check(TOOLKIT);
    noClasses().should().callMethod(System.class, "getenv", String.class).check(TOOLKIT);
    noClasses().should().callMethod(System.class, "getProperty", String.class).check(TOOLKIT);
    noClasses().should().callMethod(System.class, "exit", int.class).check(TOOLKIT);
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(TOOLKIT);
  }
}
