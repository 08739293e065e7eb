package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  @Test
  void aStoredTextThatCanBeAKeyIsOneAndTellsItsPrefix() {
    assertThat(ApiKey.stored(FakeKeys.PLAIN.reveal())).contains(FakeKeys.PLAIN);
    assertThat(ApiKey.prefixOf(FakeKeys.PLAIN.reveal())).isEqualTo("fakekey1");
  }

  @Test
  void aStoredKeyWithoutADotHasNoPrefix() {
    assertThat(ApiKey.stored("nodot")).isPresent();
    assertThat(ApiKey.prefixOf("nodot")).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "fakekey1.with blank", "fakekey1.twolines\n", "fakekey1.ü"})
  void aStoredTextThatCanBeNoKeyIsNoneAndHasNoPrefix(String text) {
    assertThat(ApiKey.stored(text)).isEmpty();
    assertThat(ApiKey.prefixOf(text)).isEmpty();
  }
}
