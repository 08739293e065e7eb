package io.github.basetenci.key;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.github.basetenci.key.FakeKeys.key;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskerTest {
  private static final String PLAIN = FakeKeys.PLAIN.reveal();
  private static final Masker MASKER = Masker.of(List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Api-Key <>",
        "Authorization: Bearer <>",
        "api_key = <>",
        "{\"key\":\"<>\"}",
        "<>",
        "<> and again <>",
      })
  void keyIsReplacedAndNothingElse(String line) {
    assertThat(MASKER.mask(line.replace("<>", PLAIN))).isEqualTo(line.replace("<>", "****"));
  }

  @Test
  void everyFormIsReplacedInTextAndInBytes() {
    for (ApiKey key : List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)) {
      for (String form : KeyForms.of(key)) {
        String line = "[ " + form + " ]";
        assertThat(MASKER.mask(line)).isEqualTo("[ **** ]");
        assertThat(MASKER.mask(line.getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("[ **** ]");
      }
    }
  }

  @Test
  void longerOfTwoFormsIsReplacedWhole() {
    Masker masker = Masker.of(List.of(key("fake-key"), key("fake-key-with-more")));
    assertThat(masker.mask("fake-key-with-more fake-key-with-mor fake-key"))
        .isEqualTo("**** ****-with-mor ****");
  }

  @Test
  void formInsideOfOneThatBreaksOffIsReplaced() {
    Masker masker = Masker.of(List.of(key("begin+fakekey1+end"), key("fakekey1")));
    assertThat(masker.mask("begin+fakekey1+en.")).isEqualTo("begin+****+en.");
  }

  @Test
  void overlappingFormsAreOneHitAndLeaveNoRest() {
    Masker masker = Masker.of(List.of(key("fakefake-one"), key("one-fakefake")));
    assertThat(masker.mask("<fakefake-one-fakefake>")).isEqualTo("<****>");
  }

  @Test
  void formThatEndsWithTheBeginningOfAnotherIsReplacedWhole() {
    Masker masker =
        Masker.of(
            List.of(
                key("fakekey1"),
                key("fakekey2"),
                key("fakekey1-fakekey2-goes-on"),
                key("a-longer-fake-key-that-ends-with-fakekey1-fakekey2")));
    assertThat(masker.mask("<a-longer-fake-key-that-ends-with-fakekey1-fakekey2-goes-off>"))
        .isEqualTo("<****-goes-off>");
  }

  @Test
  void touchingFormsAreTwoHits() {
    assertThat(MASKER.mask(PLAIN + PLAIN)).isEqualTo("********");
  }

  @Test
  void quotesOfTheShellBelongToTheForm() {
    assertThat(MASKER.mask("+ echo '" + PLAIN + "' '" + PLAIN)).isEqualTo("+ echo **** '****");
  }

  @Test
  void textWithoutAKeyIsTheSameObject() {
    String text = "nothing here: " + PLAIN.substring(0, 30);
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(MASKER.mask(text)).isSameAs(text);
    assertThat(MASKER.mask(bytes)).isSameAs(bytes);
  }

  @Test
  void charactersOutsideAsciiStayAroundAKey() {
    String text = "\ud83d\ude00 na\u00efve \udc00 " + PLAIN + " \u4e2d\u0000";
    assertThat(MASKER.mask(text)).isEqualTo(text.replace(PLAIN, "****"));
  }

  @Test
  void characterThatSharesItsLowByteWithAKeyIsNoPartOfIt() {
    String lookalike = PLAIN.replace('R', (char) ('R' + 0x100));
    assertThat(MASKER.mask(lookalike)).isEqualTo(lookalike);
  }

  @Test
  void keyOfLessThanEightBytesIsNotMasked() {
    assertThat(Masker.of(List.of(key("fakekey"))).mask("fakekey")).isEqualTo("fakekey");
  }

  @Test
  void noneMasksNothing() {
    assertThat(Masker.NONE.mask(PLAIN)).isEqualTo(PLAIN);
    assertThat(Masker.of(List.of()).mask(PLAIN)).isEqualTo(PLAIN);
  }

  @Test
  void oneOfAThousandKeysIsFoundInEveryForm() {
    Random random = new Random(1);
    List<ApiKey> keys = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      keys.add(key("fake" + i + "." + Long.toString(random.nextLong() >>> 1, 36) + "notreal"));
    }
    Masker masker = Masker.of(keys);
    for (ApiKey key : keys) {
      for (String form : KeyForms.of(key)) {
        assertThat(masker.mask("<" + form + ">")).isEqualTo("<****>");
      }
    }
  }

  @Test
  void longestKeyAllowedIsMasked() {
    String quotes = "fake." + "'".repeat(ApiKey.MAX_LENGTH - 5);
    Masker masker = Masker.of(List.of(key(quotes)));
    assertThat(masker.mask(quotes.replace("'", "'\\''"))).isEqualTo("****");
    assertThat(masker.mask(quotes.replace("'", "\\u0027"))).isEqualTo("****");
  }

  @Test
  void printedMaskerTellsNothingButANumber() {
    assertThat(MASKER.toString()).matches("Masker of \\d+ forms");
  }

  @Test
  void nothingThatHoldsAKeyCanBeSerialized() {
    JavaClasses classes =
        new ClassFileImporter(List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS))
            .importPackagesOf(Masker.class);
    assertThat(classes).hasSizeGreaterThan(8);
    noClasses()
        .that()
        .areNotAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(Serializable.class)
        .check(classes);
  }
}
