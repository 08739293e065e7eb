package io.github.basetenci.targets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.basetenci.HouseRules;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.GitHubSecrets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The module keeps to the house's plan. */
class ArchitectureTest {
  private static final String GITHUB = HouseRules.ROOT + ".targets.github..";
  private static final String JENKINS = HouseRules.ROOT + ".targets.jenkins..";
  private static final String CRYPTOGRAPHY = "org.bouncycastle..";
  private static final JavaClasses PRODUCT = HouseRules.productClasses();

  @Test
  void theClassesOfTheModuleAreSeenAndNoTest() {
    assertThat(PRODUCT.contain(GitHubSecrets.class)).isTrue();
    assertThat(PRODUCT.contain(ApiKey.class)).isTrue();
    assertThat(PRODUCT.contain(FakeGitHub.class)).isFalse();
  }

  @Test
  void bothPackagesStandOnCoreAndOneOfThemOnOneLibrary() {
    List<String> allowed = new ArrayList<>(List.of(HouseRules.corePackages(HouseRules.ROOT)));
    HouseRules.useOnly(new String[] {JENKINS}, allowed.toArray(String[]::new)).check(PRODUCT);
    allowed.add(CRYPTOGRAPHY);
    HouseRules.useOnly(new String[] {GITHUB}, allowed.toArray(String[]::new)).check(PRODUCT);
  }

  @Test
  void nothingElseKnowsTheCryptography() {
    noClasses()
        .that()
        .resideOutsideOfPackage(GITHUB)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CRYPTOGRAPHY)
        .check(PRODUCT);
  }

  @Test
  void itTouchesNothingOutside() {
    HouseRules.touchNothingOutside(GITHUB, JENKINS).check(PRODUCT);
  }

  @Test
  void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
    assertThat(HouseRules.wrongArrows(".", "../core", "../sandbox")).isEmpty();
  }
}
