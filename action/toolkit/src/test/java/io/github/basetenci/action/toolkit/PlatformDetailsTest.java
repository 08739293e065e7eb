package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformDetailsTest {
  @Test
  void eachSystemIsAskedInItsWay() throws IOException {
    assertThat(details(Platform.LINUX, Map.of("lsb_release -i -r -s", "Ubuntu\n24.04\n")))
        .isEqualTo(new PlatformDetails("Ubuntu", "24.04"));
    assertThat(
            details(
                Platform.MACOS,
                Map.of(
                    "sw_vers", "ProductName:\t\tmacOS\nProductVersion:\t15.1\nBuildVersion:\t1")))
        .isEqualTo(new PlatformDetails("macOS", "15.1"));
    String query = "powershell -command (Get-CimInstance -ClassName Win32_OperatingSystem).";
    assertThat(
            details(
                Platform.WINDOWS,
                Map.of(
                    query + "Caption",
                    "Microsoft Windows Server 2025\r\n",
                    query + "Version",
                    "10.0\r\n")))
        .isEqualTo(new PlatformDetails("Microsoft Windows Server 2025", "10.0"));
  }

  @Test
  void whatASystemDoesNotSayIsEmpty() throws IOException {
    assertThat(details(Platform.LINUX, Map.of("lsb_release -i -r -s", "Debian\n")))
        .isEqualTo(new PlatformDetails("Debian", ""));
    assertThat(details(Platform.MACOS, Map.of("sw_vers", "")))
        .isEqualTo(new PlatformDetails("", ""));
  }

  @Test
  void aMissingProgramIsTheCallersToHandle() {
    assertThatIOException().isThrownBy(() -> details(Platform.LINUX, Map.of()));
  }

  private static PlatformDetails details(Platform platform, Map<String, String> programs)
      throws IOException {
    return PlatformDetails.of(
        platform,
        command -> {
          String said = programs.get(String.join(" ", command));
          if (said == null) {
            throw new FileNotFoundException(command.get(0));
          }
          return said;
        });
  }
}
