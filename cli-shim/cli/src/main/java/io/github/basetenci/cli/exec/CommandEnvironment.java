package io.github.basetenci.cli.exec;

import io.github.basetenci.auth.PrivateLogin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The variables of a command: the inherited variables, byte for byte, and the variables of its
 * login.
 */
final class CommandEnvironment {
  private CommandEnvironment() {}

  /**
   * The variables, each as {@code NAME=value}.
   *
   * @param inherited the inherited variables, each as {@code NAME=value}
   */
  static List<byte[]> of(List<byte[]> inherited, PrivateLogin login) {
    List<byte[]> variables = new ArrayList<>();
    for (byte[] variable : inherited) {
      // Latin-1 loses no byte, and every name that we look for is ASCII.
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
