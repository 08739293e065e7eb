package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The variables of a command: those that were inherited, byte for byte, and those of its login. */
final class CommandEnvironment {
  private CommandEnvironment() {}

  /**
   * Each {@code NAME=value}.
   *
   * @param inherited in the same form
   */
  static List<byte[]> of(List<byte[]> inherited, PrivateLogin login) {
    List<byte[]> variables = new ArrayList<>();
    for (byte[] variable : inherited) {
      // No byte is lost, and every name of ours is ASCII.
      String name = new String(variable, StandardCharsets.ISO_8859_1);
      name = name.substring(0, Math.max(0, name.indexOf('=')));
      if (!login.unset().contains(name) && !login.set().containsKey(name)) {
        variables.add(variable);
      }
    }
    for (Map.Entry<String, String> each : login.set().entrySet()) {
      variables.add((each.getKey() + "=" + each.getValue()).getBytes(StandardCharsets.UTF_8));
    }
    return variables;
  }
}
