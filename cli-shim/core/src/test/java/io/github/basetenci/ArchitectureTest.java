package io.github.basetenci;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.auth.Login;
import io.github.basetenci.fixture.http.TouchesTheProcess;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Core and sandbox keep to the house's plan. */
class ArchitectureTest {
  private static final String[] CORE = HouseRules.corePackages(HouseRules.ROOT);
  private static final String SANDBOX = HouseRules.ROOT + ".sandbox..";
  private static final JavaClasses PRODUCT = HouseRules.productClasses();
  private static final List<String> TOUCHES =
      violations(
          List.of(HouseRules.touchNothingOutside(TouchesTheProcess.class.getPackageName())),
          TouchesTheProcess.class);

  @Test
  void theClassesOfBothModulesAreSeenAndNoTest() {
    assertThat(PRODUCT.contain(ApiKey.class)).isTrue();
    assertThat(PRODUCT.contain(Login.class)).isTrue();
    assertThat(PRODUCT.contain(Sandbox.class)).isTrue();
    assertThat(PRODUCT.contain(TouchesTheProcess.class)).isFalse();
  }

  @Test
  void everyPackageOfCoreHasItsPlace() {
    classes()
        .that()
        .resideOutsideOfPackage(SANDBOX)
        .should()
        .resideInAnyPackage(CORE)
        .because("a new package is entered in HouseRules")
        .check(PRODUCT);
  }

  @Test
  void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
    assertThat(HouseRules.wrongArrows(".", "../sandbox")).isEmpty();
  }

  @Test
  void keyDependsOnTheJdkAlone() {
    HouseRules.useOnly(new String[] {HouseRules.ROOT + ".key.."}).check(PRODUCT);
  }

  @Test
  void coreUsesNoLibraryButJacksonCoreAndThatInOnePackage() {
    HouseRules.useOnly(CORE, "com.fasterxml.jackson.core..").check(PRODUCT);
    noClasses()
        .that()
        .resideOutsideOfPackages(HouseRules.ROOT + ".json..", SANDBOX)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(PRODUCT);
  }

  @Test
  void theSandboxImportsNothingOfOurs() {
    HouseRules.useOnly(new String[] {SANDBOX}, "com.fasterxml.jackson..").check(PRODUCT);
  }

  @Test
  void coreTouchesNothingOutside() {
    HouseRules.touchNothingOutside(CORE).check(PRODUCT);
  }

  @Test
  void theSandboxTouchesNoneButItsDefaultClock() {
    noClasses()
        .that()
        .resideInAPackage(SANDBOX)
        .and()
        .haveSimpleNameNotEndingWith("SandboxOptions")
        .should()
        .accessTargetWhere(HouseRules.outside())
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "environment",
        "property",
        "end",
        "say",
        "complain",
        "epoch",
        "today",
        "clock",
        "ticks",
        "trace",
        "reference"
      })
  void aClassThatTouchesTheProcessIsFound(String method) {
    assertThat(TOUCHES)
        .anyMatch(violation -> violation.contains("TouchesTheProcess." + method + "("));
  }

  private static List<String> violations(List<ArchRule> rules, Class<?> fixture) {
    JavaClasses classes = new ClassFileImporter().importClasses(fixture);
    return rules.stream()
        .flatMap(rule -> rule.evaluate(classes).getFailureReport().getDetails().stream())
        .toList();
  }
}
