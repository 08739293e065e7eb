package io.github.basetenci.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.HouseRules;
import io.github.basetenci.cli.fixture.ReachesTooFar;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.shim.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command keeps to the house's plan, and nothing below it knows it. */
class ArchitectureTest {
  private static final String CLI = HouseRules.ROOT + ".cli..";
  private static final JavaClasses PRODUCT = HouseRules.productClasses();

  @Test
  void theClassesOfAllModulesAreSeenAndNoTest() {
    assertThat(PRODUCT.contain(ApiKey.class)).isTrue();
    assertThat(PRODUCT.contain(Sandbox.class)).isTrue();
    assertThat(PRODUCT.contain(BasetenCi.class)).isTrue();
    assertThat(PRODUCT.contain(World.class)).isFalse();
    assertThat(PRODUCT.contain(HouseRules.class)).isFalse();
  }

  @Test
  void nothingBelowTheCommandKnowsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLI)
        .check(PRODUCT);
  }

  @Test
  void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
    assertThat(
            HouseRules.wrongArrows(
                ".", "../shim", "../targets", "../core", "../sandbox", "../../action/toolkit"))
        .isEmpty();
  }

  @Test
  void onlyMainTouchesTheProcessAndTheClock() {
    onlyMainTouchesThem().check(PRODUCT);
  }

  @Test
  void aClassThatReachesTooFarIsFound() {
    assertThat(violations(onlyMainTouchesThem()))
        .anyMatch(violation -> violation.contains("getenv"));
    assertThat(violations(isKnownTo("com.kenai.jffi..", ".cli.posix")))
        .anyMatch(violation -> violation.contains("jffi.Library"));
  }

  private static ArchRule onlyMainTouchesThem() {
    return noClasses()
        .that()
        .resideInAPackage(CLI)
        .and()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .accessTargetWhere(HouseRules.outside());
  }

  private static List<String> violations(ArchRule rule) {
    JavaClasses classes = new ClassFileImporter().importClasses(ReachesTooFar.class);
    return rule.evaluate(classes).getFailureReport().getDetails();
  }

  @Test
  void aLibraryIsKnownToThePackageThatNeedsIt() {
    isKnownTo("com.kenai.jffi..", ".cli.posix").check(PRODUCT);
    isKnownTo("org.freedesktop.dbus..", ".cli.keyring").check(PRODUCT);
    isKnownTo("net.thisptr..", ".cli.jq").check(PRODUCT);
    isKnownTo("org.snakeyaml..", ".cli.secrets", ".cli.fleet.file").check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage(CLI)
        .and()
        .resideOutsideOfPackage(HouseRules.ROOT + ".cli.jq")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(PRODUCT);
  }

  private static ArchRule isKnownTo(String library, String... names) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(names).map(name -> HouseRules.ROOT + name).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
