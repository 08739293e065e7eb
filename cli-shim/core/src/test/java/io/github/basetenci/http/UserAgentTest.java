package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, linux",
    "Mac OS X, darwin",
    "Windows Server 2022, windows",
    "FreeBSD, freebsd",
    "OS/400 (x;y), os400xy"
  })
  void theOperatingSystemIsNamedAsGoNamesIt(String osName, String shown) {
    assertThat(UserAgent.of("0.1.0-SNAPSHOT", "17.0.15+6", osName))
        .isEqualTo("baseten-ci/0.1.0-SNAPSHOT (Java/17.0.15+6; " + shown + ")");
  }
}
