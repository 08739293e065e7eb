package io.jenkins.plugins.baseten;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import hudson.model.Action;
import hudson.model.Describable;
import hudson.model.Saveable;
import io.github.basetenci.HouseRules;
import io.github.basetenci.PackageArrows;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.HttpTransport;
import io.jenkins.plugins.baseten.fixture.ConnectsByItself;
import io.jenkins.plugins.baseten.fixture.Stored;
import io.jenkins.plugins.baseten.fixture.agent.UsesTheLibrary;
import io.jenkins.plugins.baseten.login.LoginDirectory;
import io.jenkins.plugins.baseten.step.WithBasetenStep;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The plugin keeps to the house's plan. */
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.baseten";
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theClassesOfThePluginAreSeenAndNoTest() {
        assertThat(PRODUCT.contain(WithBasetenStep.class)).isTrue();
        assertThat(PRODUCT.contain(LoginDirectory.class)).isTrue();
        assertThat(PRODUCT.contain(ArchitectureTest.class)).isFalse();
    }

    /** Each package says in its {@code package-info.java} what it imports; see {@link PackageArrows}. */
    @Test
    void packagesImportWhatTheySayAndNoneInACircle() throws Exception {
        assertThat(PackageArrows.read(ROOT, SOURCES).problems(PRODUCT)).isEmpty();
    }

    @Test
    void whatTravelsToAgentsUsesTheJdkAndRemotingAlone() {
        usesTheJdkAndRemotingAlone(ROOT + ".agent..").check(PRODUCT);
    }

    @Test
    void aTravellerThatNeedsTheLibraryIsFound() {
        assertThat(violations(usesTheJdkAndRemotingAlone(ROOT + ".fixture.agent.."), UsesTheLibrary.class))
                .isNotEmpty()
                .allMatch(violation -> violation.contains("ApiKey"));
    }

    private static ArchRule usesTheJdkAndRemotingAlone(String travellers) {
        return classes()
                .that()
                .resideInAPackage(travellers)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        travellers,
                        "java..",
                        "hudson.remoting..",
                        "jenkins",
                        "jenkins.security",
                        "edu.umd.cs.findbugs.annotations");
    }

    /** An update of the library may change its classes, and the agent and the disk would have the old ones. */
    @Test
    void classesOfTheLibraryAreNeitherStoredNorSent() {
        assertThat(libraryFields(PRODUCT)).isEmpty();
    }

    @Test
    void aFieldOfTheLibraryInWhatIsStoredIsFoundWhereverItIs() {
        assertThat(libraryFields(new ClassFileImporter().importPackages(Stored.class.getPackageName())))
                .extracting(JavaField::getName)
                .containsExactlyInAnyOrder("field", "array", "elements", "inPart");
    }

    @Test
    void whatIsStoredIsKnownAsSuch() {
        assertThat(stored(PRODUCT))
                .extracting(JavaClass::getName)
                .contains(
                        ROOT + ".config.RotationPolicy",
                        ROOT + ".login.Leftovers$Directory",
                        ROOT + ".login.LoginDirectory",
                        ROOT + ".leases.HeldKeysAction$HeldKey",
                        ROOT + ".step.WithBasetenExecution",
                        ROOT + ".usage.Usage");
    }

    /** Fields of what is stored or sent that bring a class of the library along. */
    private static List<JavaField> libraryFields(JavaClasses classes) {
        return stored(classes).stream()
                .flatMap(type -> type.getAllFields().stream())
                .filter(ArchitectureTest::isStored)
                .filter(field -> field.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isOfLibrary))
                .toList();
    }

    /** What Jenkins writes to its disk or sends to an agent, and of our classes all that is in its fields. */
    private static Set<JavaClass> stored(JavaClasses classes) {
        Set<JavaClass> stored = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>();
        for (JavaClass type : classes) {
            for (Class<?> root : List.of(Serializable.class, Saveable.class, Action.class, Describable.class)) {
                if (type.isAssignableTo(root)) {
                    open.add(type);
                }
            }
        }
        while (!open.isEmpty()) {
            JavaClass type = open.remove();
            if (type.getPackageName().startsWith(ROOT) && stored.add(type)) {
                type.getAllFields().stream()
                        .filter(ArchitectureTest::isStored)
                        .flatMap(field -> field.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .forEach(open::add);
            }
        }
        return stored;
    }

    private static boolean isStored(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.TRANSIENT);
    }

    private static boolean isOfLibrary(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith(HouseRules.ROOT + ".");
    }

    /** So each connection uses the controller's proxy and goes to a trusted URL. */
    @Test
    void onlyThePackageConfigOpensConnections() {
        onlyOpensConnections(ROOT + ".config").check(PRODUCT);
    }

    @Test
    void aConnectionThatIsOpenedElsewhereIsFound() {
        assertThat(violations(onlyOpensConnections(ROOT + ".config"), ConnectsByItself.class))
                .hasSize(2)
                .anyMatch(violation -> violation.contains("ConnectsByItself.call("))
                .anyMatch(violation -> violation.contains("ConnectsByItself.reference("));
    }

    private static ArchRule onlyOpensConnections(String one) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(one)
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "opens a connection",
                        access -> access.getTarget().getName().equals("<init>")
                                && (access.getTargetOwner().isEquivalentTo(HttpTransport.class)
                                        || access.getTargetOwner().isEquivalentTo(ManagementApi.class))));
    }

    private static List<String> violations(ArchRule rule, Class<?> fixture) {
        JavaClasses classes = new ClassFileImporter().importClasses(fixture);
        return new ArrayList<>(rule.evaluate(classes).getFailureReport().getDetails());
    }
}
