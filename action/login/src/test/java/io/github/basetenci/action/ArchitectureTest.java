package io.github.basetenci.action;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.HouseRules;
import org.junit.jupiter.api.Test;

/** The action keeps to the house's plan, and nothing below it knows it. */
class ArchitectureTest {
  private static final String ACTION = HouseRules.ROOT + ".action";
  private static final JavaClasses PRODUCT = HouseRules.productClasses();

  @Test
  void theActionsClassesAreSeenAndNoTest() {
    assertThat(PRODUCT.contain(Main.class)).isTrue();
    assertThat(PRODUCT.contain(ActionWorld.class)).isFalse();
  }

  @Test
  void nothingBelowTheActionKnowsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ACTION)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ACTION)
        .check(PRODUCT);
  }

  @Test
  void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
    assertThat(
            HouseRules.wrongArrows(
                ".",
                "../toolkit",
                "../../cli-shim/shim",
                "../../cli-shim/core",
                "../../cli-shim/sandbox"))
        .isEmpty();
  }

  /** Neither jq, keyring, YAML of a command, native calls nor BouncyCastle are in the image. */
  @Test
  void theActionStandsOnTheShimAndNotOnTheWholeCommand() {
    assertThat(
            PRODUCT.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.matches(".*\\.(cli|targets|sandbox)(\\..*)?")))
        .allMatch(name -> name.endsWith(".sandbox"));
  }

  @Test
  void onlyMainTouchesTheProcessAndTheClock() {
    onlyMainTouchesThem().check(PRODUCT);
  }

  @Test
  void aClassThatTouchesThemIsFound() {
    JavaClasses classes = new ClassFileImporter().importClasses(ReachesTooFar.class);

    assertThat(onlyMainTouchesThem().evaluate(classes).getFailureReport().getDetails())
        .anyMatch(violation -> violation.contains("getenv"));
  }

  private static ArchRule onlyMainTouchesThem() {
    return noClasses()
        .that()
        .resideInAPackage(ACTION)
        .and()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(Rehearsal.class.getName())
        .should()
        .accessTargetWhere(HouseRules.outside());
  }

  @Test
  void whatAnActionOnlySometimesNeedsIsKnownInOnePlace() {
    noClasses()
        .that()
        .resideInAPackage(ACTION)
        .and()
        .doNotHaveFullyQualifiedName(RemotesInput.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage(ACTION)
        .and()
        .doNotHaveFullyQualifiedName(ShimRun.class.getName())
        .should()
        .dependOnClassesThat()
        .haveSimpleName("Shim")
        .check(PRODUCT);
  }
}
