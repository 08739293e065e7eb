package io.github.basetenci.targets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.basetenci.HouseRules;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.GitHubSecrets;
import io.github.basetenci.targets.jenkins.fixture.UsesTheCryptography;
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
    standsOnCore(JENKINS).check(PRODUCT);
    standsOnCore(GITHUB, CRYPTOGRAPHY).check(PRODUCT);
  }

  @Test
  void aClassThatUsesMoreOrTouchesTheProcessIsFound() {
    assertThat(violations(standsOnCore(JENKINS)))
        .anyMatch(violation -> violation.contains("Blake2bDigest"));
    assertThat(violations(HouseRules.touchNothingOutside(JENKINS)))
        .anyMatch(violation -> violation.contains("getenv"));
  }

  private static ArchRule standsOnCore(String one, String... libraries) {
    List<String> allowed = new ArrayList<>(List.of(HouseRules.corePackages(HouseRules.ROOT)));
    allowed.addAll(List.of(libraries));
    return HouseRules.useOnly(new String[] {one}, allowed.toArray(String[]::new));
  }

  private static List<String> violations(ArchRule rule) {
    JavaClasses classes = new ClassFileImporter().importClasses(UsesTheCryptography.class);
    return rule.evaluate(classes).getFailureReport().getDetails();
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
