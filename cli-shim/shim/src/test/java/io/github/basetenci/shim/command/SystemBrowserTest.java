package io.github.basetenci.shim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemBrowserTest {
  private static final String PAGE = "https://app.baseten.co/device?user_code=A-B";
  private static final Map<String, String> SCREEN = Map.of("DISPLAY", ":0");

  @ParameterizedTest
  @CsvSource({
    "Linux, xdg-open",
    "Mac OS X, open",
    "Windows 11, 'rundll32 url.dll,FileProtocolHandler'"
  })
  void eachSystemHasItsProgram(String os, String program) {
    assertThat(String.join(" ", new SystemBrowser(SCREEN, os).command(PAGE)))
        .isEqualTo(program + " " + PAGE);
  }

  @Test
  void linuxNeedsAScreen() {
    assertThat(new SystemBrowser(Map.of(), "Linux").command(PAGE)).isEmpty();
    assertThat(new SystemBrowser(Map.of("DISPLAY", ""), "Linux").command(PAGE)).isEmpty();
    assertThat(new SystemBrowser(Map.of("WAYLAND_DISPLAY", "w"), "Linux").command(PAGE))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CI",
        "GITHUB_ACTIONS",
        "JENKINS_URL",
        "BUILD_NUMBER",
        "TF_BUILD",
        "TEAMCITY_VERSION"
      })
  void noJobOpensABrowser(String variable) {
    SystemBrowser browser = new SystemBrowser(Map.of("DISPLAY", ":0", variable, "1"), "Linux");

    assertThat(browser.command(PAGE)).isEmpty();
    assertThat(browser.open(PAGE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"CI, '', false", "CI, 0, false", "CI, False, false", "CI, woodpecker, true"})
  void whatIsSetToNoIsNoJob(String variable, String value, boolean job) {
    assertThat(CiVariables.of(Map.of(variable, value)).isPresent()).isEqualTo(job);
    assertThat(new SystemBrowser(Map.of("DISPLAY", ":0", variable, value), "Linux").command(PAGE))
        .matches(command -> command.isEmpty() == job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--version",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "/usr/bin/id",
        "https:",
        "https://a b/",
        "calc.exe"
      })
  void onlyAWebPageIsOpened(String address) {
    for (String os : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(new SystemBrowser(SCREEN, os).command(address)).isEmpty();
    }
  }
}
