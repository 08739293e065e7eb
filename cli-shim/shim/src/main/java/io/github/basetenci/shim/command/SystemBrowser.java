package io.github.basetenci.shim.command;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opens addresses by the program that each system has for this. Nothing is opened in a CI job, or
 * where there is no screen.
 */
final class SystemBrowser implements Host.Browser {
  private final Map<String, String> environment;
  private final String osName;

  SystemBrowser(Map<String, String> environment, String osName) {
    this.environment = environment;
    this.osName = osName.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean open(String address) {
    List<String> command = command(address);
    if (command.isEmpty()) {
      return false;
    }
    boolean windows = osName.startsWith("windows");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File(windows ? "NUL" : "/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A browser has no use for the keys of this command.
    builder.environment().keySet().removeIf(name -> name.startsWith("BASETEN_"));
    try {
      builder.start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The command that opens the address; empty if nothing may be opened here. */
  List<String> command(String address) {
    if (CiVariables.of(environment).isPresent() || !isWeb(address)) {
      return List.of();
    }
    if (osName.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", address);
    }
    if (osName.startsWith("mac")) {
      return List.of("open", address);
    }
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") ? List.of("xdg-open", address) : List.of();
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** Whether the address leads to a web page. A server could name a program or a file instead. */
  private static boolean isWeb(String address) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme();
      return uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
