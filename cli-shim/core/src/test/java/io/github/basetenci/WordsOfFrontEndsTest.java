package io.github.basetenci;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.basetenci.fixture.text.SpeaksForOthers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Core states facts: no string of it holds a flag, a command or what to set in an environment. */
class WordsOfFrontEndsTest {
  private static final Pattern WORDS =
      Pattern.compile(
          "--[a-z]"
              + "|baseten-ci [a-z]"
              + "|(?:truss|baseten) auth "
              + "|\\b[Ss]et [A-Z]+_[A-Z]"
              + "|\\bproxy variable"
              // Alone it is the name of a variable; among words it is advice.
              + "|[a-z] .*(?:SSL_CERT_FILE|NO_PROXY)");

  @Test
  void noStringOfCoreHasAWordOfAFrontEnd() throws IOException {
    JavaClasses classes =
        HouseRules.productClasses()
            .that(
                JavaClass.Predicates.resideInAnyPackage(HouseRules.corePackages(HouseRules.ROOT)));

    assertThat(classes.size()).isGreaterThan(150);
    assertThat(found(classes)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--remote",
        "needs --profile",
        "baseten-ci auth login",
        "truss auth logout",
        "set BASETEN_API_KEY",
        "in SSL_CERT_FILE",
        "to NO_PROXY"
      })
  void aStringWithSuchAWordIsFound(String word) throws IOException {
    assertThat(found(new ClassFileImporter().importClasses(SpeaksForOthers.class)))
        .anyMatch(string -> string.contains(word));
  }

  @Test
  void theNameOfAVariableIsAFact() throws IOException {
    assertThat(found(new ClassFileImporter().importClasses(SpeaksForOthers.class)))
        .hasSize(7)
        .noneMatch(string -> string.contains("is empty"));
  }

  private static List<String> found(JavaClasses classes) throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      StringConstants.of(type.getSource().orElseThrow().getUri()).stream()
          .filter(string -> WORDS.matcher(string).find())
          .map(string -> type.getName() + ": " + string)
          .forEach(found::add);
    }
    return found;
  }
}
