package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  private static final InputOptions UNTRIMMED = new InputOptions(false, false);

  @Test
  void anInputIsAVariableWithoutBlanksInUpperCase() {
    ActionsCore core = new World().with("INPUT_MULTIPLE_SPACES-AND-DASH", "val").core();
    assertThat(core.getInput("Multiple spaces-and-dash")).isEqualTo("val");
    assertThat(core.getInput("missing")).isEmpty();
  }

  @Test
  void anInputIsTrimmedUnlessToldOtherwise() {
    ActionsCore core = new World().with("INPUT_A", "\uFEFF\u00A0 some val \r\n").core();
    assertThat(core.getInput("a")).isEqualTo("some val");
    assertThat(core.getInput("a", UNTRIMMED)).isEqualTo("\uFEFF\u00A0 some val \r\n");
  }

  @Test
  void aRequiredInputMustNotBeEmpty() {
    ActionsCore core = new World().with("INPUT_A", "").with("INPUT_B", "b").core();
    assertThat(core.getInput("b", InputOptions.REQUIRED)).isEqualTo("b");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.getInput("a", InputOptions.REQUIRED))
        .withMessage("Input required and not supplied: a");
  }

  @Test
  void linesAreSplitThenTrimmed() {
    ActionsCore core = new World().with("INPUT_A", "  val1  \n\n  val2  \n  ").core();
    assertThat(core.getMultilineInput("a")).containsExactly("val1", "val2");
    assertThat(core.getMultilineInput("a", UNTRIMMED))
        .containsExactly("  val1  ", "  val2  ", "  ");
    assertThat(core.getMultilineInput("missing")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE"})
  void threeWordsAreTrue(String value) {
    assertThat(new World().with("INPUT_A", value).core().getBooleanInput("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "FALSE"})
  void threeWordsAreFalse(String value) {
    assertThat(new World().with("INPUT_A", value).core().getBooleanInput("a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "1", "tRUE"})
  void anyOtherWordIsAnError(String value) {
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> new World().with("INPUT_A", value).core().getBooleanInput("a"))
        .withMessage(
            "Input does not meet YAML 1.2 \"Core Schema\" specification: a\n"
                + "Support boolean input list: `true | True | TRUE | false | False | FALSE`");
  }
}
