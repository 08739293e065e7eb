package io.github.basetenci.shim.doctor.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolVersionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "truss, version 0.18.36|0.18.36",
        "0.3.0|0.3.0",
        "v0.3.0|0.3.0",
        "truss, version 0.17.2rc1|0.17.2",
        "1.2.3 on Python 3.11.2|1.2.3"
      })
  void readsWhatToolsPrint(String printed, String version) {
    assertThat(ToolVersion.in(printed)).hasToString("Optional[" + version + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dev", "1.2", "99999999.1.1"})
  void readsNoneWhereThereIsNone(String printed) {
    assertThat(ToolVersion.in(printed)).isEmpty();
  }

  @Test
  void comparesNumbersNotTexts() {
    ToolVersion nine = new ToolVersion(0, 9, 30);
    ToolVersion ten = new ToolVersion(0, 18, 2);

    assertThat(nine.isBefore(ten)).isTrue();
    assertThat(ten.isBefore(nine)).isFalse();
    assertThat(ten.isBefore(ten)).isFalse();
  }
}
