package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "a.localhost",
        "127.0.0.1",
        "127.255.255.255",
        "[::1]",
        "::1"
      })
  void theseHostsAreThisMachine(String host) {
    assertThat(Loopback.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost.",
        "localhost.example",
        "alocalhost",
        "127.0.0.256",
        "127.1",
        "127.0.0.1.x",
        "0127.0.0.1",
        "128.0.0.1",
        "[::2]",
        "0.0.0.0",
        "2130706433"
      })
  void theseHostsAreNotSurelyThisMachine(String host) {
    assertThat(Loopback.isLoopback(host)).isFalse();
  }
}
