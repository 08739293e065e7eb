package io.github.basetenci.shim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.HouseRules;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.fixture.ReachesTooFar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shim stands on core, picocli and the Actions toolkit, and nothing below it knows it. */
class ArchitectureTest {
  private static final String SHIM = HouseRules.ROOT + ".shim..";
  private static final String TOOLKIT = HouseRules.ROOT + ".action.toolkit";
  private static final JavaClasses PRODUCT = HouseRules.productClasses();

  @Test
  void theClassesOfTheModuleAreSeenAndNoTest() {
    assertThat(PRODUCT.contain(Shim.class)).isTrue();
    assertThat(PRODUCT.contain(ApiKey.class)).isTrue();
    assertThat(PRODUCT.contain(World.class)).isFalse();
  }

  @Test
  void itStandsOnCoreOneLibraryAndTheToolkit() {
    standsOnCoreOneLibraryAndTheToolkit().check(PRODUCT);
  }

  @Test
  void onlyTheIdentityOfGitHubKnowsTheToolkit() {
    noClasses()
        .that()
        .resideInAPackage(SHIM)
        .and()
        .resideOutsideOfPackage(HouseRules.ROOT + ".shim.identity")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(TOOLKIT)
        .check(PRODUCT);
  }

  @Test
  void aClassThatUsesMoreIsFound() {
    assertThat(violations(standsOnCoreOneLibraryAndTheToolkit()))
        .anyMatch(violation -> violation.contains(Sandbox.class.getName()));
  }

  @Test
  void nothingBelowTheShimKnowsItOrItsLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SHIM)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SHIM, "picocli..")
        .check(PRODUCT);
  }

  @Test
  void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
    assertThat(HouseRules.wrongArrows(".", "../core", "../sandbox", "../../action/toolkit"))
        .isEmpty();
  }

  @Test
  void onlyTheHostTouchesTheProcessAndTheClock() {
    onlyTheHostTouchesThem().check(PRODUCT);
  }

  @Test
  void aClassThatTouchesThemIsFound() {
    assertThat(violations(onlyTheHostTouchesThem()))
        .anyMatch(violation -> violation.contains("getenv"));
  }

  private static ArchRule standsOnCoreOneLibraryAndTheToolkit() {
    List<String> allowed = new ArrayList<>(List.of(HouseRules.corePackages(HouseRules.ROOT)));
    allowed.add("picocli..");
    allowed.add(TOOLKIT);
    return HouseRules.useOnly(new String[] {SHIM}, allowed.toArray(String[]::new));
  }

  private static ArchRule onlyTheHostTouchesThem() {
    return noClasses()
        .that()
        .resideInAPackage(SHIM)
        .and()
        .doNotHaveFullyQualifiedName(Host.class.getName())
        .should()
        .accessTargetWhere(HouseRules.outside());
  }

  private static List<String> violations(ArchRule rule) {
    JavaClasses classes = new ClassFileImporter().importClasses(ReachesTooFar.class);
    return rule.evaluate(classes).getFailureReport().getDetails();
  }
}
