package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name and version of a runner's system; empty where the system does not tell them.
 *
 * @param name such as {@code Ubuntu} or {@code macOS}
 * @param version such as {@code 24.04}
 */
public record PlatformDetails(String name, String version) {
  /** {@code getDetails}: asks {@code lsb_release}, {@code sw_vers} or PowerShell. */
  public static PlatformDetails of(Platform platform, ProgramRunner programs) throws IOException {
    return switch (platform) {
      case LINUX -> linux(programs.stdout(List.of("lsb_release", "-i", "-r", "-s")));
      case MACOS -> {
        String said = programs.stdout(List.of("sw_vers"));
        yield new PlatformDetails(field("ProductName", said), field("ProductVersion", said));
      }
      case WINDOWS ->
          new PlatformDetails(windows("Caption", programs), windows("Version", programs));
    };
  }

  private static PlatformDetails linux(String said) {
    String[] lines = JsText.trim(said).split("\n", -1);
    return new PlatformDetails(lines[0], lines.length > 1 ? lines[1] : "");
  }

  private static String field(String name, String said) {
    Matcher field = Pattern.compile(name + ":\\s*(.+)").matcher(said);
    return field.find() ? field.group(1) : "";
  }

  private static String windows(String property, ProgramRunner programs) throws IOException {
    String query = "(Get-CimInstance -ClassName Win32_OperatingSystem)." + property;
    return JsText.trim(programs.stdout(List.of("powershell", "-command", query)));
  }
}
