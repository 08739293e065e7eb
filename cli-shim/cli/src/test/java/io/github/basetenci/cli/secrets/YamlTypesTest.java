package io.github.basetenci.cli.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.Tag;

class YamlTypesTest {
  private final YamlTypes types = new YamlTypes();

  /** As PyYAML 6.0.3 resolves them. */
  @ParameterizedTest
  @CsvSource({
    "1:1,int",
    "-12:59:0,int",
    "1:60,str",
    "1:5a,str",
    "1:590,str",
    "0:1,str",
    "1:,str",
    "1:2:,str",
    "12:30.,float",
    "0:1.5,float",
    "12:59:0.5_0,float",
    "1:60.5,str",
    "1:2.5:3,str"
  })
  void numbersInBaseSixtyAreThoseOfPyYaml(String value, String type) {
    assertThat(types.resolve(value, true)).isEqualTo(new Tag(Tag.PREFIX + type));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 3_000, 300_000})
  void aValueOfAnyLengthIsResolved(int parts) {
    String value = "1" + ":59".repeat(parts);

    assertThat(types.resolve(value, true)).isEqualTo(Tag.INT);
    assertThat(types.resolve(value + ".5", true)).isEqualTo(Tag.FLOAT);
    assertThat(types.resolve(value + "x", true)).isEqualTo(Tag.STR);
  }
}
