package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
  @Test
  void theExampleOfTheRfc() {
    byte[] bytes = {3, (byte) 236, (byte) 255, (byte) 224, (byte) 193};

    assertThat(Base64Url.encode(bytes)).isEqualTo("A-z_4ME");
    assertThat(Base64Url.decode("A-z_4ME")).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A-z_4MF", "A-z_4ME=", "A+z/4ME", "A-z_4", "A z_4ME", "A-z_4ME\n", "é"})
  void anyOtherTextIsRefused(String text) {
    assertThatThrownBy(() -> Base64Url.decode(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
