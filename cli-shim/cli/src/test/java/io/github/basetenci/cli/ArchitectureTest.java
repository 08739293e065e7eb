package io.github.basetenci.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.basetenci.HouseRules;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.shim.World;
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
    assertThat(HouseRules.wrongArrows(".", "../shim", "../targets", "../core", "../sandbox"))
        .isEmpty();
  }

  @Test
  void onlyTheEdgeOfTheCommandTouchesTheProcessAndTheClock() {
    noClasses()
        .that()
        .resideInAPackage(CLI)
        .and()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .accessTargetWhere(HouseRules.outside())
        .check(PRODUCT);
  }

  @Test
  void aLibraryIsKnownToThePackageThatNeedsIt() {
    isKnownTo("com.kenai.jffi..", ".cli.posix");
    isKnownTo("net.thisptr..", ".cli.jq");
    isKnownTo("org.snakeyaml..", ".cli.secrets");
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

  private static void isKnownTo(String library, String name) {
    noClasses()
        .that()
        .resideOutsideOfPackage(HouseRules.ROOT + name)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(PRODUCT);
  }
}
