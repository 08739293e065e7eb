package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.github.com",
        "https://ci.example.com:8443/a/b/",
        "http://127.0.0.1:8080/x",
        "http://[::1]/",
        "http://localhost"
      })
  void secretsTravelEncryptedOrStayOnThisMachine(String text) {
    assertThat(ServerAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ci.example.com/",
        "http://localhost.example.com/",
        "https://user@ci.example.com/",
        "https://ci.example.com/?a",
        "https://ci.example.com/#a",
        "https://ci.example.com:65536/",
        "https:///a",
        "https:ci.example.com",
        "ftp://ci.example.com/",
        "ci.example.com",
        "https://ci example.com/",
        ""
      })
  void everythingElseIsRefused(String text) {
    assertThat(ServerAddress.parse(text)).isNull();
  }
}
