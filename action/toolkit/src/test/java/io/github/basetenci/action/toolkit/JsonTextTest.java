package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that Node 20 printed. */
class JsonTextTest {
  @Test
  void textIsEscapedAsJavaScriptDoes() {
    assertThat(JsonText.stringify("\"\\/\b\f\n\r\t\0\u001F\u007F\u2028é🌎\uD83C\uDF0E"))
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007F\u2028é🌎🌎\"");
    assertThat(JsonText.stringify("\uD83C \uDF0E\uDF0E")).isEqualTo("\"\\ud83c \\udf0e\\udf0e\"");
  }

  @Test
  void valuesNest() {
    assertThat(
            JsonText.stringify(
                Arrays.asList(null, true, 1, 'c', List.of(), Collections.singletonMap("a", null))))
        .isEqualTo("[null,true,1,\"c\",[],{\"a\":null}]");
    assertThat(JsonText.stringify(new String[] {"a"})).isEqualTo("[\"a\"]");
  }

  @Test
  void whatHasNoJsonFormIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonText.stringify(new StringBuffer().getClass()))
        .withMessageContaining("class java.lang.Class");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "NaN, null",
    "-Infinity, null",
    "1.01, 1.01",
    "100.0, 100",
    "-1.5e300, -1.5e+300",
    "1e21, 1e+21",
    "123456789012345680000.0, 123456789012345680000",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "2.0e-3, 0.002",
    "9007199254740993, 9007199254740992"
  })
  void doublesAreWrittenAsJavaScriptDoes(double value, String text) {
    assertThat(JsonText.stringify(value)).isEqualTo(text);
  }

  @Property
  void aDoubleIsReadBackAsItself(@ForAll double value) {
    assertThat(Double.parseDouble(JsonText.stringify(value))).isEqualTo(value + 0.0);
  }

  @Test
  void otherNumbersKeepTheirDigits() {
    assertThat(JsonText.stringify(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
    assertThat(JsonText.stringify(new BigInteger("9".repeat(30)))).isEqualTo("9".repeat(30));
    assertThat(JsonText.stringify(0.1f)).isEqualTo("0.1");
  }
}
